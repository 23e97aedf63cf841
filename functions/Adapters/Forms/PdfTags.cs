using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>Ties a field to the structure that screen readers follow; PDFsharp does so for links only.</summary>
internal static class PdfTags
{
    /// <summary>Makes the widget a child of the current structure element, and the element the widget's parent in the parent tree.</summary>
    public static void AddWidget(UAManager tags, PdfPage page, PdfDictionary widget)
    {
        var element = tags.StructureBuilder.CurrentStructureElement;
        var child = new PdfDictionary(page.Owner);
        child.Elements.SetName("/Type", "/OBJR");
        child.Elements.SetReference("/Obj", widget);
        child.Elements.SetReference("/Pg", page);
        if (element.Elements.GetArray("/K") is not { } children)
            element.Elements["/K"] = children = new PdfArray(page.Owner);
        children.Elements.Add(child);

        var root = tags.StructureTreeRoot;
        var key = root.Elements.GetInteger("/ParentTreeNextKey");
        root.Elements.SetInteger("/ParentTreeNextKey", key + 1);
        widget.Elements.SetInteger("/StructParent", key);
        if (root.Elements.GetDictionary("/ParentTree") is PdfNumberTreeNode tree)
            tree.AddNumber(key, element);
        // Fields are visited in the order in which the page is read.
        page.Elements.SetName("/Tabs", "/S");
    }
}
