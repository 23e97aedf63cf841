using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Acceptance;

/// <summary>A measure as somebody typed it.</summary>
/// <param name="Id">As the page had it; empty for a new one.</param>
/// <param name="Better">Name of a <see cref="Acceptance.Better"/>.</param>
public sealed record TypedMeasure(string Id, string Name, string Unit, string Threshold, string Better, string Method)
{
    /// <summary>Whether something was typed.</summary>
    public bool IsBegun => (Name + Unit + Threshold + Method).Trim().Length > 0;
}

/// <summary>Understands plans and results as people and pipelines write them, within limits. Pure; what is wrong is said in French, per field.</summary>
public static partial class AcceptanceReading
{
    /// <summary>The most characters of a measure's name.</summary>
    public const int LongestName = 120;

    private const int LongestUnit = 20;
    private const int LongestMethod = 1000;
    private const int LongestId = 40;
    private const int MostDigits = 28;

    /// <summary>Field of a part of a measure on the page: <c>m1-nom</c>, <c>m1-unite</c>, <c>m1-seuil</c>, <c>m1-sens</c>, <c>m1-methode</c>.</summary>
    /// <param name="row">From 0.</param>
    public static string FieldOf(int row, string part) => string.Create(CultureInfo.InvariantCulture, $"m{row + 1}-{part}");

    /// <summary>The measures of a plan: rows in which nothing was typed are left out.</summary>
    public static (IReadOnlyList<AcceptanceMeasure> Measures, IReadOnlyList<Problem> Problems) Measures(IReadOnlyList<TypedMeasure> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var (measures, problems) = (new List<AcceptanceMeasure>(), new List<Problem>());
        var taken = rows.Where(row => row.IsBegun && IsId(row.Id)).Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (row, index) in rows.Select((row, index) => (row, index)).Where(pair => pair.row.IsBegun))
        {
            var (name, unit, method) = (OneLine(row.Name), OneLine(row.Unit), row.Method.Trim());
            var threshold = Number(row.Threshold);
            var better = Enum.GetNames<Better>().Contains(row.Better) ? Enum.Parse<Better>(row.Better) : (Better?)null;
            Check("nom", name.Length is > 0 and <= LongestName, string.Create(CultureInfo.InvariantCulture, $"Nommez cette mesure, en {LongestName} caractères au plus."));
            Check("nom", name.Length is 0 or > LongestName || !measures.Exists(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase)), "Une autre mesure porte déjà ce nom.");
            Check("unite", unit.Length <= LongestUnit, string.Create(CultureInfo.InvariantCulture, $"Raccourcissez l’unité\u00a0: {LongestUnit} caractères au plus."));
            Check("seuil", threshold is not null, "Écrivez le seuil en chiffres, par exemple 0,9.");
            Check("sens", better is not null, "Dites si une valeur haute ou une valeur basse est meilleure.");
            Check("methode", TypedWords.Are(method), "Écrivez comment elle se mesure.");
            Check("methode", method.Length <= LongestMethod, "Raccourcissez la méthode\u00a0: 1\u202f000 caractères au plus.");
            measures.Add(new AcceptanceMeasure(IdFor(row.Id, name, measures, taken), name, unit, threshold ?? 0, better ?? default, method));

            void Check(string part, bool holds, string message)
            {
                if (!holds)
                    problems.Add(new Problem(FieldOf(index, part), message));
            }
        }

        if (measures.Count == 0)
            problems.Add(new Problem(FieldOf(0, "nom"), "Écrivez au moins une mesure."));
        if (measures.Count > AcceptancePlan.MostMeasures)
            problems.Add(new Problem("", string.Create(CultureInfo.InvariantCulture, $"Gardez {AcceptancePlan.MostMeasures} mesures au plus\u00a0: réunissez celles qui se ressemblent.")));
        return (measures, problems);
    }

    /// <summary>The values of results: empty ones are left out.</summary>
    /// <param name="typed">Per measure, by its id or its name; the field of a problem is <c>r-</c> and that.</param>
    public static (IReadOnlyDictionary<string, decimal> Values, IReadOnlyList<Problem> Problems) Values(AcceptancePlan plan, IReadOnlyList<KeyValuePair<string, string>> typed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(typed);
        var (values, problems) = (new Dictionary<string, decimal>(StringComparer.Ordinal), new List<Problem>());
        if (typed.Count > 2 * AcceptancePlan.MostMeasures)
            return (values, [new Problem("", "Il y a plus de valeurs que de mesures au plan. Envoyez une valeur par mesure.")]);
        foreach (var (key, text) in typed)
        {
            if (plan.Find(key.Trim()) is not { } measure)
                problems.Add(new Problem($"r-{Shortened(key)}", $"«\u00a0{Shortened(key)}\u00a0» n’est pas une mesure du plan."));
            else if (text.Trim().Length == 0)
                continue;
            else if (Number(text, measure.Unit) is not { } value)
                problems.Add(new Problem($"r-{measure.Id}", $"«\u00a0{measure.Name}\u00a0»\u00a0: écrivez un nombre en chiffres, par exemple 0,93, de {MostDigits} chiffres au plus."));
            else if (!values.TryAdd(measure.Id, value))
                problems.Add(new Problem($"r-{measure.Id}", $"«\u00a0{measure.Name}\u00a0» a deux valeurs. Gardez-en une."));
        }

        if (values.Count == 0 && problems.Count == 0)
            problems.Add(new Problem($"r-{plan.Measures[0].Id}", "Donnez au moins une valeur."));
        return (values, problems);
    }

    /// <summary>A number as people write it in French, or as programs do; null for what is none, or has more than 28 digits.</summary>
    /// <param name="unit">What may stand behind it.</param>
    public static decimal? Number(string? text, string unit = "")
    {
        if (text is null || text.Length > 4 * MostDigits)
            return null;
        var bare = Blanks().Replace(text, "").Replace('\u2212', '-');
        if (unit.Length > 0 && bare.EndsWith(Blanks().Replace(unit, ""), StringComparison.OrdinalIgnoreCase))
            bare = bare[..^Blanks().Replace(unit, "").Length];
        if (!Written().IsMatch(bare))
            return null;
        var mantissa = bare.Split('e', 'E')[0];
        var digits = string.Concat(mantissa.Where(char.IsAsciiDigit)).TrimStart('0');
        if (digits.Length > MostDigits ||
            !decimal.TryParse(bare.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return null;
        // What is too small for a decimal is read as nothing.
        return number == 0 && digits.Length > 0 ? null : number;
    }

    /// <summary>What a name becomes in an address, a file or a program: <c>taux-d-erreur</c>.</summary>
    public static string Slug(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = string.Concat(name.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant()
            .Replace("œ", "oe", StringComparison.Ordinal).Replace("æ", "ae", StringComparison.Ordinal);
        var slug = Others().Replace(plain, "-").Trim('-');
        slug = slug.Length > LongestId ? slug[..LongestId].Trim('-') : slug;
        return slug.Length == 0 ? "mesure" : slug;
    }

    // A measure keeps the id that it had, so that its old results are still its own.
    private static string IdFor(string known, string name, List<AcceptanceMeasure> before, HashSet<string> taken)
    {
        if (IsId(known) && !before.Exists(measure => measure.Id == known))
            return known;
        var slug = Slug(name);
        var id = slug;
        for (var number = 2; taken.Contains(id) || before.Exists(measure => measure.Id == id); number++)
            id = string.Create(CultureInfo.InvariantCulture, $"{slug}-{number}");
        return id;
    }

    private static bool IsId(string text) => text.Length is > 0 and <= LongestId + 3 && Slugs().IsMatch(text);

    private static string OneLine(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));

    private static string Shortened(string text) => OneLine(text) is { Length: > 60 } longer ? longer[..60] + "…" : OneLine(text);

    [GeneratedRegex(@"[\s\u00a0\u202f]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)(e[+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Others();

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Slugs();
}
