using System.Globalization;
using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Pages;

/// <summary>The words, dates and spaces of everything that people read, as French writes them. Pure.</summary>
public static partial class French
{
    private static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("fr-FR");

    /// <summary>A stored file: its kind and its size, <c>PDF, 84 ko</c>.</summary>
    public static string FileOf(DocumentRef document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var kind = document.ContentType switch
        {
            "application/pdf" => "PDF",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "document Word",
            "application/vnd.oasis.opendocument.text" => "document OpenDocument",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "classeur Excel",
            "application/json" => "formulaire rempli en ligne",
            "message/rfc822" => "courriel",
            _ when document.ContentType.StartsWith("image/", StringComparison.Ordinal) => "image",
            _ => "document",
        };
        var size = document.Length < 1_000_000
            ? $"{Number(Math.Max(1, (document.Length + 500) / 1_000))}\u00a0ko"
            : $"{(document.Length / 1_000_000d).ToString("0.0", Culture)}\u00a0Mo";
        return $"{kind}, {size}";
    }

    /// <summary>A step, as the charter names it: <c>Expression du besoin</c>.</summary>
    public static string Of(Step step) => step switch
    {
        Step.Need => "Expression du besoin",
        Step.Qualification => "Qualification",
        Step.Arbitration => "Arbitrage",
        Step.Development => "Développement",
        Step.Evaluation => "Évaluation",
        Step.Maintenance => "Maintenance",
        _ => step.ToString(),
    };

    /// <summary>A status: <c>En cours</c>.</summary>
    public static string Of(CaseStatus status) => status switch
    {
        CaseStatus.Active => "En cours",
        CaseStatus.Deferred => "Différé",
        CaseStatus.InProduction => "En production",
        CaseStatus.Suspended => "Usage suspendu",
        CaseStatus.Closed => "Clos",
        _ => status.ToString(),
    };

    /// <summary>That a case is closed, and how: <c>Clos : refusé à l’arbitrage</c>.</summary>
    public static string Closed(EndState end)
    {
        var how = Of(end);
        return $"{Of(CaseStatus.Closed)}\u00a0: {char.ToLower(how[0], Culture)}{how[1..]}";
    }

    /// <summary>A risk class of the AI Act: <c>Haut risque</c>.</summary>
    public static string Of(RiskClass risk) => risk switch
    {
        RiskClass.Minimal => "Risque minimal",
        RiskClass.Limited => "Risque limité",
        RiskClass.High => "Haut risque",
        RiskClass.Unacceptable => "Risque inacceptable",
        _ => risk.ToString(),
    };

    /// <summary>How a case ended: <c>Refusé à l’arbitrage</c>.</summary>
    public static string Of(EndState end) => end switch
    {
        EndState.NotPursued => "Besoin non poursuivi",
        EndState.Refused => "Refusé à l’arbitrage",
        EndState.Stopped => "Arrêté après l’essai",
        EndState.Withdrawn => "Retiré du service",
        _ => end.ToString(),
    };

    /// <summary>A role: the service's short name, or in what capacity a person acts.</summary>
    public static string Of(Role role, CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return role switch
        {
            Role.Agent => "Agent de la Région",
            Role.Requester => "Auteur du besoin",
            Role.DirectorateHead => "Direction métier",
            Role.Administrator => "Administration du système",
            _ => rules.Directory.Roles.FirstOrDefault(holder => holder.Role == role)?.Name ?? role.ToString(),
        };
    }

    /// <summary>The day in Paris of an instant: <c>24 novembre 2026</c>.</summary>
    public static string Date(DateTimeOffset at) => Date(DayOf(at));

    /// <summary>A day: <c>24 novembre 2026</c>, <c>1er décembre 2026</c>.</summary>
    public static string Date(DateOnly date) =>
        string.Create(Culture, $"{date.Day}{(date.Day == 1 ? "er" : "")}\u00a0{date:MMMM} {date.Year}");

    /// <summary>Day and time in Paris: <c>24 novembre 2026 à 14 h 30</c>.</summary>
    public static string DateTime(DateTimeOffset at)
    {
        var local = InParis(at);
        return string.Create(Culture, $"{Date(at)} à {local.Hour}\u00a0h\u00a0{local.Minute:00}");
    }

    /// <summary>A number with its thousands apart: <c>4 000</c>.</summary>
    public static string Number(long number) => number.ToString("N0", Culture);

    /// <summary>A number with one decimal where it needs one: <c>62,5</c>.</summary>
    public static string Number(decimal number) => number.ToString("#,0.#", Culture);

    /// <summary>A figure as it was measured, with all its decimals: <c>0,9375</c>.</summary>
    public static string Figure(decimal figure) => figure.ToString("#,0.############################", Culture);

    /// <summary>The day in Paris of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(InParis(at).DateTime);

    /// <summary>
    /// A text of the rules' files with the spaces and apostrophes that French wants: editors type plain ones. Never for what a person typed:
    /// their words are shown as they are.
    /// </summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        text = Apostrophe().Replace(text, "’");
        text = ThinBefore().Replace(text, "\u202f$1");
        text = WideBefore().Replace(text, "\u00a0$1");
        text = AfterQuote().Replace(text, "«\u00a0");
        return BeforeNumber().Replace(text, "$1\u00a0");
    }

    private static DateTimeOffset InParis(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, ParisTime.Zone);

    [GeneratedRegex(@"(?<=\p{L})'(?=\p{L})", RegexOptions.CultureInvariant)]
    private static partial Regex Apostrophe();

    [GeneratedRegex(@"(?<=\S)[ \u00a0]([;!?])", RegexOptions.CultureInvariant)]
    private static partial Regex ThinBefore();

    [GeneratedRegex(@"(?<=\S)[ \u202f]([:%»€])", RegexOptions.CultureInvariant)]
    private static partial Regex WideBefore();

    [GeneratedRegex(@"«[ \u202f]", RegexOptions.CultureInvariant)]
    private static partial Regex AfterQuote();

    [GeneratedRegex(@"(\bart\.|§|n°|\bannexe) (?=[\dIVX])", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeNumber();
}
