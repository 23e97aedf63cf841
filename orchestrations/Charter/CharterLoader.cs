using System.Security.Cryptography;
using System.Text;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.Converters;
using YamlDotNet.Serialization.NamingConventions;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>A rules file cannot be used: says which, where and why. It stops the start.</summary>
public sealed class CharterFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Loads and checks the rules of the folder <c>Charter</c>.</summary>
public static class CharterLoader
{
    private static readonly string[] OtherFiles = ["tasks.yaml", "roles.yaml", "risk.yaml", "calendar.yaml"];

    /// <summary>The folder that is published beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "Charter");

    /// <summary>Reads every file of the folder.</summary>
    /// <exception cref="CharterFileException">A file is missing or wrong.</exception>
    public static CharterRules Load(string? folder = null)
    {
        folder ??= DefaultFolder;
        var formFiles = Directory.Exists(Path.Combine(folder, "forms")) ? Directory.GetFiles(Path.Combine(folder, "forms"), "*.yaml") : [];
        Array.Sort(formFiles, StringComparer.Ordinal);
        string[] files = [.. formFiles, .. OtherFiles.Select(name => Path.Combine(folder, name))];
        var forms = formFiles.Select(Read<FormDefinition>).ToList();
        var tasks = Read<TaskFile>(Path.Combine(folder, "tasks.yaml"));
        var roles = Read<RoleFile>(Path.Combine(folder, "roles.yaml"));
        var risk = Read<RiskFile>(Path.Combine(folder, "risk.yaml"));
        var calendar = Read<CalendarFile>(Path.Combine(folder, "calendar.yaml"));
        var rules = new CharterRules
        {
            Version = VersionOf(tasks.Version, files),
            Forms = Unique("forms", forms, form => form.Id),
            Tasks = Unique("tasks.yaml", tasks.Tasks, task => task.Id),
            Directory = new RoleDirectory { Roles = roles.Roles, Directorates = roles.Directorates },
            Risk = new RiskRules { Rows = risk.Rows },
            ClosureDays = calendar.ClosureDays,
            Recheck = calendar.Recheck,
        };
        if (CharterChecks.Faults(rules).FirstOrDefault() is { } fault)
            throw new CharterFileException(fault);
        return rules;
    }

    internal static T Parse<T>(string file, string text)
    {
        try
        {
            return new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .WithTypeConverter(new DateOnlyConverter(formats: ["yyyy-MM-dd"]))
                .WithTypeMapping<IReadOnlyList<Question>, List<Question>>()
                .WithTypeMapping<IReadOnlyList<Option>, List<Option>>()
                .WithTypeMapping<IReadOnlyList<Choice>, List<Choice>>()
                .WithTypeMapping<IReadOnlyList<string>, List<string>>()
                .WithTypeMapping<IReadOnlyList<int>, List<int>>()
                .WithDuplicateKeyChecking()
                .WithEnforceRequiredMembers()
                .WithEnumNamingConvention(HyphenatedNamingConvention.Instance)
                .Build()
                .Deserialize<T>(text) ?? throw new CharterFileException($"{file}: the file is empty.");
        }
        catch (YamlException e)
        {
            throw new CharterFileException($"{file}, line {e.Start.Line}: {e.InnerException?.Message ?? e.Message}", e);
        }
    }

    private static T Read<T>(string path)
    {
        if (!File.Exists(path))
            throw new CharterFileException($"{Path.GetFileName(path)} is missing.");
        return Parse<T>(Path.GetFileName(path), File.ReadAllText(path));
    }

    private static Dictionary<string, T> Unique<T>(string file, IEnumerable<T> rows, Func<T, string> id)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!result.TryAdd(id(row), row))
                throw new CharterFileException($"{file}: the id '{id(row)}' is used twice.");
        }

        return result;
    }

    private static string VersionOf(string version, string[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files.Where(File.Exists))
            hash.AppendData(Encoding.UTF8.GetBytes(File.ReadAllText(file).ReplaceLineEndings("\n")));
        return $"{version}+{Convert.ToHexStringLower(hash.GetHashAndReset())[..8]}";
    }

    private sealed record TaskFile
    {
        public required string Version { get; init; }

        public required List<TaskKind> Tasks { get; init; }
    }

    private sealed record RoleFile
    {
        public required string Version { get; init; }

        public required List<RoleHolder> Roles { get; init; }

        public required List<Directorate> Directorates { get; init; }
    }

    private sealed record RiskFile
    {
        public required string Version { get; init; }

        public required List<RiskRow> Rows { get; init; }
    }

    private sealed record CalendarFile
    {
        public required string Version { get; init; }

        public required List<DateOnly> ClosureDays { get; init; }

        public required RecheckIntervals Recheck { get; init; }
    }
}
