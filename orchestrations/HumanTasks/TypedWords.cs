using System.Globalization;

namespace RegionSud.AiWorkflow.HumanTasks;

/// <summary>What every text that a person types and the journal keeps must be: words, and not too many.</summary>
public static class TypedWords
{
    /// <summary>The most characters of a decision's reason, an opinion, a question.</summary>
    public const int Most = 4000;

    private const int FewestLetters = 3;

    /// <summary>Whether something was written: a dash or a full stop is no reason.</summary>
    public static bool Are([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text, int letters = FewestLetters) => text?.Count(char.IsLetter) >= letters;

    /// <summary>A French sentence when the text is longer than what is kept; null when it is not.</summary>
    public static string? TooLong(string? text, int most = Most) =>
        text?.Trim().Length > most ? string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"Raccourcissez ce texte\u00a0: {most:N0} caractères au plus.") : null;
}
