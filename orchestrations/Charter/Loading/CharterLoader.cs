using System.Security.Cryptography;
using System.Text;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Gdpr;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Loading;
using RegionSud.AiWorkflow.Charter.Scores;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>A rules file cannot be used: says which, where and why. It stops the start.</summary>
public sealed class CharterFileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Loads and checks the rules of the folder <c>Charter</c>.</summary>
public static class CharterLoader
{
    /// <summary>The files beside the forms, without extension.</summary>
    public static readonly IReadOnlyList<string> Files =
        ["ai-act", "clauses", "delays", "documents", "duties", "gates", "gdpr", "incidents", "intake", "legal-calendar", "mail", "models", "roles", "scores", "tasks", "weights"];

    /// <summary>The folder that is published beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "Charter");

    /// <summary>Reads and checks every file of the folder.</summary>
    /// <exception cref="CharterFileException">A file is missing or wrong: the first fault found.</exception>
    public static CharterRules Load(string? folder = null) => Load(Texts(folder ?? DefaultFolder));

    /// <summary>The texts of a folder's rules, per name under it.</summary>
    /// <exception cref="CharterFileException">A file is missing.</exception>
    public static IReadOnlyDictionary<string, string> Texts(string folder) =>
        Files.Select(name => $"{name}.yaml").Concat(FormFiles(folder)).ToDictionary(
            file => file,
            file => Path.Combine(folder, file) is var path && File.Exists(path) ? File.ReadAllText(path) : throw new CharterFileException($"{file} is missing."),
            StringComparer.Ordinal);

    /// <summary>Checks rules given as texts.</summary>
    /// <param name="texts">Per name under the folder, with extension: <c>forms/need.yaml</c>.</param>
    /// <exception cref="CharterFileException">A file is wrong: the first fault found.</exception>
    public static CharterRules Load(IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (Files.FirstOrDefault(name => !texts.ContainsKey($"{name}.yaml")) is { } absent)
            throw new CharterFileException($"{absent}.yaml is missing.");
        var documents = texts.ToDictionary(each => each.Key, each => RulesDocument.Parse(each.Key, each.Value), StringComparer.Ordinal);
        T Read<T>(string name) => documents[$"{name}.yaml"].Read<T>();
        var forms = documents.Values.Where(document => document.Name.StartsWith("forms/", StringComparison.Ordinal))
            .OrderBy(document => document.Name, StringComparer.Ordinal).Select(document => document.Read<WrittenForm>().Expand(document)).ToList();
        var roles = Read<RoleDirectory>("roles");
        var tasks = Read<TaskFile>("tasks");
        var rules = new CharterRules
        {
            Version = VersionOf(tasks.Version, texts),
            Forms = forms.ToDictionary(form => form.Id, StringComparer.Ordinal),
            Tasks = Unique(documents["tasks.yaml"], tasks.Tasks, task => task.Id),
            Directory = roles,
            AiAct = Read<AiActRules>("ai-act"),
            Gdpr = Read<GdprRules>("gdpr"),
            Gates = Read<GateRules>("gates"),
            Scores = Read<ScoreRules>("scores"),
            Weights = Read<Weights>("weights"),
            Duties = Read<DutyRules>("duties"),
            Documents = Read<DocumentRules>("documents"),
            Calendar = Read<LegalCalendar>("legal-calendar"),
            Clauses = Read<ClauseRules>("clauses"),
            Delays = Read<Delays>("delays"),
            Intake = Read<IntakeRules>("intake"),
            Mail = Read<MailRules>("mail"),
            Models = Read<ModelRules>("models"),
            Incidents = Read<IncidentRules>("incidents"),
            Versions = documents.ToDictionary(each => each.Key[..^".yaml".Length], each => each.Value.Root!["version"]!.ToString(), StringComparer.Ordinal),
        };
        if (CharterChecks.Faults(rules, documents).FirstOrDefault() is { } fault)
            throw new CharterFileException(fault);
        return rules;
    }

    private static string[] FormFiles(string folder)
    {
        var forms = Path.Combine(folder, "forms");
        return System.IO.Directory.Exists(forms) ? [.. System.IO.Directory.GetFiles(forms, "*.yaml").Select(path => $"forms/{Path.GetFileName(path)}")] : [];
    }

    private static Dictionary<string, T> Unique<T>(RulesDocument document, IEnumerable<T> rows, Func<T, string> id)
    {
        var result = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (!result.TryAdd(id(row), row))
                throw new CharterFileException(document.Fault(id(row), "the id is used twice.", 1));
        }

        return result;
    }

    private static string VersionOf(string version, IReadOnlyDictionary<string, string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, text) in texts.OrderBy(each => each.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
        return $"{version}+{Convert.ToHexStringLower(hash.GetHashAndReset())[..8]}";
    }
}
