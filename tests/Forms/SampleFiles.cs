using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters.Forms;
using Xunit;

namespace RegionSud.AiWorkflow.Tests.Forms;

/// <summary>The committed samples; tests/Samples/README.md tells how each was made.</summary>
public sealed class SampleFiles
{
    internal static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "Samples");

    internal static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(Folder, name));

    /// <summary>Not a test: makes anew what the samples are filled from. Run it on purpose, with <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public void Write_the_empty_forms_that_the_samples_are_filled_from()
    {
        var form = CharterLoader.Load().Forms["need"];
        File.WriteAllBytes(Path.Combine(Folder, "besoin-vide.pdf"), new PdfFormWriter().Write(form).ToArray());
        File.WriteAllBytes(Path.Combine(Folder, "besoin-vide.docx"), new DocxFormWriter().Write(form).ToArray());
        File.WriteAllBytes(Path.Combine(Folder, "hostile", "macro.docm"), WithMacros(new DocxFormWriter().Write(form)));
    }

    private static byte[] WithMacros(ReadOnlyMemory<byte> form)
    {
        using var stream = new MemoryStream();
        stream.Write(form.Span);
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
        {
            document.ChangeDocumentType(WordprocessingDocumentType.MacroEnabledDocument);
            using var project = document.MainDocumentPart!.AddNewPart<VbaProjectPart>().GetStream();
            project.Write("not a real project, but where one would be"u8);
        }

        return stream.ToArray();
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RegionSud.AiWorkflow.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
