using System.Text.RegularExpressions;

namespace RegionSud.AiWorkflow.Models;

/// <summary>
/// What the name that came with a model's answers (<c>gpt-4o-2024-11-20</c>) says of its version. Pure.
/// </summary>
/// <param name="Version">The version; null when it is the one of the record.</param>
/// <param name="Family">The family, where the name is of another one than the record's; null otherwise.</param>
public sealed partial record ObservedName(string? Version, string? Family)
{
    private const string Separators = "-_@:/ ";

    /// <summary>Reads a name against a model's record.</summary>
    public static ObservedName Of(ModelRecord model, string said)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(said);
        var name = said.Trim();
        if (Same(name, model.Version) || (name.Length > model.Version.Length && name.EndsWith(model.Version, StringComparison.OrdinalIgnoreCase) && IsApart(name[^(model.Version.Length + 1)])))
            return new ObservedName(null, null);
        var own = new[] { model.Name, model.Sheet.Family, model.Id }.Where(one => one.Length > 0).ToList();
        // A version that is written as the record's is what stands after the model's name.
        var shape = Digit().Replace(Regex.Escape(model.Version), "[0-9]");
        if (Regex.Match(name, $"^(?<name>.*)[{Regex.Escape(Separators)}](?<version>{shape})$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200)) is { Success: true } tail)
        {
            if (own.Exists(one => Same(one, tail.Groups["name"].Value)))
                return new ObservedName(tail.Groups["version"].Value, null);
            return model.Sheet.Family.Length > 0 ? new ObservedName(tail.Groups["version"].Value, tail.Groups["name"].Value) : new ObservedName(name, null);
        }

        var start = own.Where(one => name.Length > one.Length + 1 && Same(one, name[..one.Length]) && IsApart(name[one.Length])).MaxBy(one => one.Length);
        return new ObservedName(start is null ? name : name[(start.Length + 1)..], null);
    }

    private static bool IsApart(char c) => Separators.Contains(c, StringComparison.Ordinal);

    // People write « GPT 4o » where programs write gpt-4o.
    private static bool Same(string one, string other) => string.Equals(one.Replace(' ', '-'), other.Replace(' ', '-'), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("[0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Digit();
}
