using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Local.Demo;

/// <summary>Fills in a page's form as a willing person would: every field gets an answer of its kind, what is there already stays.</summary>
public static class FilledForm
{
    /// <summary>The charter's questions that a plain answer would lead astray.</summary>
    private static readonly Dictionary<string, string> Particular = new(StringComparer.Ordinal)
    {
        ["title"] = "Résumer les comptes rendus de commission",
        ["problem"] = "Chaque commission produit quarante pages, que personne n’a le temps de relire.",
        ["expected-result"] = "Un résumé d’une page, relu en dix minutes au lieu de deux heures.",
        ["users"] = "agents",
        ["decision"] = "no",
        ["personal-data"] = "no",
        ["experiment"] = "no",
        ["prohibited-practice"] = "none",
        ["rights"] = "yes",
        ["high-risk-area"] = "none",
        ["interacts"] = "yes",
        ["solely-automated"] = "no",
        ["lawful-basis"] = "public-task",
        ["personal-data-confirmed"] = "no",
        ["dpia"] = "no",
        ["hosting"] = "region",
        ["model"] = "mistral-petit",
        ["model-provider"] = "Mistral AI",
        ["model-version"] = "2026-01",
        ["isolated"] = "yes",
        ["message-shown"] = "yes",
    };

    /// <summary>An answer to a question of the charter, by its id; a sentence for those without one of their own.</summary>
    public static string AnswerTo(string question) => Particular.GetValueOrDefault(question) ?? "Vérifié par l’équipe\u00a0: la pièce est dans le dossier du projet.";

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
        IHtmlInputElement { Type: "radio" } => Checked(elements) ?? Picked(elements, name),
        IHtmlInputElement { Type: "date" } date => date.Value.Length > 0 ? date.Value : DateFor(name, choice),
        IHtmlInputElement { Type: "file" } => null,
        IHtmlInputElement text => text.Value.Length > 0 ? text.Value : TextFor(name, choice),
        IHtmlTextAreaElement area => area.Value.Trim().Length > 0 ? area.Value : TextFor(name, choice),
        IHtmlSelectElement select => select.Value,
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

    private static string Picked(IReadOnlyList<IElement> radios, string name)
    {
        var options = radios.Select(radio => radio.GetAttribute("value")!).ToList();
        return Particular.GetValueOrDefault(name[2..]) is { } value && options.Contains(value) ? value : options[0];
    }

    private static string DateFor(string name, string? choice)
    {
        var today = TimeProvider.System.ParisToday();
        var date = name switch
        {
            "q-end-date" => today.AddDays(1),
            "echeance" => today.AddDays(1),
            _ => today,
        };
        return name == "echeance" && choice != "defer" ? "" : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static string TextFor(string name, string? choice) => name switch
    {
        "motif" => "Le dossier est complet et conforme à la charte.",
        "conditions" => choice == "accept-with-conditions" ? "Faire relire chaque résumé par un agent." : "",
        ['q', '-', .. var question] => AnswerTo(question),
        _ => "",
    };
}
