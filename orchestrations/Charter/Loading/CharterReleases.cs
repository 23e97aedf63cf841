using System.Collections.Concurrent;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>
/// Every released version of the rules, kept whole beside today's: an old decision is computed again with the very rows that it was taken
/// under. A released folder is never edited.
/// </summary>
public static class CharterReleases
{
    // A release never changes, and there are few.
    private static readonly ConcurrentDictionary<string, CharterRules?> Loaded = new(StringComparer.Ordinal);

    /// <summary>Name of the folder under that of the rules.</summary>
    public const string Folder = "releases";

    /// <summary>The rules of a version as decisions keep it, such as <c>2026-2+1f2e3d4c</c>; null when no release has exactly these rows.</summary>
    /// <param name="version">Version and hash.</param>
    /// <param name="folder">The rules' folder; null for the one published beside the program.</param>
    public static CharterRules? Find(string version, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(version);
        var released = PathOf(folder ?? CharterLoader.DefaultFolder, version);
        var rules = Loaded.GetOrAdd(released, path => System.IO.Directory.Exists(path) ? CharterLoader.Load(path) : null);
        return rules?.Version == version ? rules : null;
    }

    /// <summary>
    /// The form that a code names, in the very version that it names: today's, or as a release had it, with the wordings that were printed then. Today's
    /// where no release has it any more but today's answers migrate from it; null for a code that is none of ours.
    /// </summary>
    /// <param name="code">See <see cref="Forms.FormDefinition.Code"/>.</param>
    /// <param name="folder">The rules' folder; null for the one published beside the program.</param>
    public static Forms.FormDefinition? FormOf(CharterRules today, string code, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(today);
        if (today.FormOfCode(code) is not { } form || form.Code == code)
            return today.FormOfCode(code);
        var releases = Path.Combine(folder ?? CharterLoader.DefaultFolder, Folder);
        return (System.IO.Directory.Exists(releases) ? System.IO.Directory.GetDirectories(releases) : [])
            .OrderDescending(StringComparer.Ordinal)
            .Select(release => Loaded.GetOrAdd(release, path => CharterLoader.Load(path))?.Forms.Values.FirstOrDefault(old => old.Code == code))
            .FirstOrDefault(old => old is not null) ?? form;
    }

    /// <summary>Keeps the rules of a folder as a release. Doing it again changes nothing.</summary>
    /// <exception cref="CharterFileException">The version is released already, with other rows: give the rules a new version.</exception>
    public static void Write(string folder, CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var target = PathOf(folder, rules.Version);
        if (System.IO.Directory.Exists(target))
        {
            if (CharterLoader.Load(target).Version != rules.Version)
                throw new CharterFileException($"{Folder}/{Path.GetFileName(target)} holds other rows under the same version: give tasks.yaml a new version.");
            return;
        }

        foreach (var (file, text) in CharterLoader.Texts(folder))
        {
            var path = Path.Combine(target, file);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static string PathOf(string folder, string version) => Path.Combine(folder, Folder, version.Split('+')[0]);
}
