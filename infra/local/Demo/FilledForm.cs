using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>Fills in a page's form as a willing person would: every field gets an answer of its kind, what is there already stays.</summary>
public static class FilledForm
{
    private const string Question = "q-";
    private const string Conditional = "accept-with-conditions";

    /// <summary>The fields that a browser would send.</summary>
    /// <param name="page">The page.</param>
    /// <param name="choice">The decision that is picked; null picks none.</param>
    /// <param name="given">Fields that a person fills in otherwise, by their name; they need not be on the page.</param>
    public static Dictionary<string, string> Of(WebPage page, string? choice, IEnumerable<KeyValuePair<string, string>> given)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(given);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var named in page.Form.QuerySelectorAll("[name]").GroupBy(element => element.GetAttribute("name")!))
        {
            if (ValueOf(named.Key, [.. named], choice) is { } value)
                fields[named.Key] = value;
        }

        foreach (var (name, value) in given)
            fields[name] = value;
        return fields;
    }

    private static string? ValueOf(string name, IReadOnlyList<IElement> elements, string? choice) => elements[0] switch
    {
        _ when name == "choix" => Offered(elements, choice),
        IHtmlInputElement { Type: "hidden" } hidden => hidden.Value,
        IHtmlInputElement { Type: "radio" } => Checked(elements) ?? AnswerTo(name, QuestionKind.Choice, choice, [.. elements.Select(radio => radio.GetAttribute("value")!)]),
        IHtmlInputElement { Type: "file" } => null,
        IHtmlInputElement { Type: "checkbox" } box => box.Value,
        IHtmlInputElement field => field.Value.Length > 0 ? field.Value : AnswerTo(name, KindOf(field), choice),
        IHtmlTextAreaElement area => area.Value.Trim().Length > 0 ? area.Value : AnswerTo(name, QuestionKind.Text, choice),
        IHtmlSelectElement select => AnswerTo(name, QuestionKind.Choice, choice) is { Length: > 0 } answer ? answer : select.Value,
        _ => null,
    };

    private static string? Offered(IReadOnlyList<IElement> elements, string? choice)
    {
        if (choice is null)
            return null;
        var offered = elements.Select(element => element.GetAttribute("value")).ToList();
        return offered.Contains(choice) ? choice
            : throw new InvalidOperationException($"La page ne propose pas «\u00a0{choice}\u00a0», mais {string.Join(", ", offered)}.");
    }

    private static string? Checked(IReadOnlyList<IElement> radios) => radios.FirstOrDefault(radio => radio.HasAttribute("checked"))?.GetAttribute("value");

    private static QuestionKind KindOf(IHtmlInputElement field) => field switch
    {
        { Type: "date" } => QuestionKind.Date,
        _ when field.GetAttribute("inputmode") == "numeric" => QuestionKind.Number,
        _ => QuestionKind.Line,
    };

    private static string AnswerTo(string name, QuestionKind kind, string? choice, params IReadOnlyList<string> options) => name switch
    {
        "sans-avis" => "Les avis qui manquent ne changent rien à cette décision.",
        "motif" => "Le dossier est complet et conforme à la charte.",
        "condition-1" => choice == Conditional ? "Faire relire chaque résumé par un agent." : "",
        "condition-1-porteur" => choice == Conditional ? "Dtisu" : "",
        "condition-1-date" => choice == Conditional ? TimeProvider.System.ParisToday().AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "",
        "echeance" => choice == "defer" ? TimeProvider.System.ParisToday().AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "",
        _ when name.StartsWith(Question, StringComparison.Ordinal) => WillingAnswers.To(name[Question.Length..], kind, options),
        _ => "",
    };
}
