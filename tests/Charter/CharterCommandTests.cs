using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>The rules from the command line: what it prints, and with which code it ends.</summary>
public sealed class CharterCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("charter");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_of_answers_is_classified_and_explained()
    {
        var (code, output, errors) = Run("classify", Answers(("annex-iii-3", "access"), ("profiling", "yes"), ("rights", "no")));

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"au 25\snovembre\s2026", output);
        Assert.Contains("déployeur", output, StringComparison.Ordinal);
        Assert.Contains("[oui] Accès, admission ou affectation dans un établissement", output, StringComparison.Ordinal);
        Assert.Contains("annex-iii-3 = access → annex-iii-3-a", output, StringComparison.Ordinal);
        Assert.Contains("[blocage définitif] La charte refuse les usages", output, StringComparison.Ordinal);
        Assert.Contains("<registration>", output, StringComparison.Ordinal);
        Assert.Contains("[dès le 2027-12-02]", output, StringComparison.Ordinal);
        Assert.Contains("[disputée jusqu’au 2027-12-02]", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Encore sans réponse", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-12-01", "[dès le 2026-12-02] Images intimes", "<soon-prohibited>")]
    [InlineData("2 décembre 2026", "[oui] Images intimes", "<prohibited-images>")]
    public void The_day_given_is_the_one_judged_for(string day, string finding, string gate)
    {
        var (code, output, _) = Run("classify", Answers(("prohibited-intimate-images", "yes")), day);

        Assert.Equal(0, code);
        Assert.Contains(finding, output, StringComparison.Ordinal);
        Assert.Contains(gate, output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_answered_is_listed_and_keeps_the_class_provisional()
    {
        var (code, output, _) = Run("classify", Write("{}"));

        Assert.Equal(0, code);
        Assert.Contains("provisoire", output, StringComparison.Ordinal);
        Assert.Contains("[à compléter]", output, StringComparison.Ordinal);
        Assert.Contains("Encore sans réponse", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"couleur": "bleu"}""", "couleur", "la fiche n’a pas cette question")]
    [InlineData("""{"ai-system": "peut-être"}""", "ai-system", "Choisissez une des réponses proposées")]
    [InlineData("ai-system: yes", "n’est pas un objet JSON", "")]
    [InlineData("""{"ai-system": 1}""", "n’est pas un objet JSON", "")]
    [InlineData("""["ai-system"]""", "n’est pas un objet JSON", "")]
    [InlineData("", "n’est pas un objet JSON", "")]
    public void Answers_that_cannot_be_used_are_refused_with_the_reason(string json, string what, string reason)
    {
        var (code, output, errors) = Run("classify", Write(json));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(what, errors, StringComparison.Ordinal);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var (code, output, errors) = Run("classify", "absent.json");

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("absent.json", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_day_that_is_none_is_refused()
    {
        var (code, output, errors) = Run("classify", Answers(), "2026-02-30");

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("La date s’écrit ainsi", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("classify")]
    [InlineData("classify", "a.json", "2026-12-02", "encore")]
    [InlineData("verify")]
    public void A_command_that_is_none_gets_the_usage(params string[] arguments)
    {
        var (code, output, errors) = Run(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("charter check", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_prints_every_file_and_what_serves_each_clause()
    {
        var (code, output, errors) = Run("check");

        Assert.Equal((0, ""), (code, errors));
        var rules = CharterCases.Rules;
        Assert.Contains(rules.Version, output, StringComparison.Ordinal);
        Assert.All(rules.Versions, version => Assert.Contains($"  {version.Key} : {version.Value}", output, StringComparison.Ordinal));
        Assert.All(rules.Clauses.Clauses, clause => Assert.Contains($"{clause.Id} {clause.Text}", output, StringComparison.Ordinal));
        Assert.Contains("barrière « face-recognition »", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_do_not_hold_stop_the_check_with_file_line_and_reason()
    {
        foreach (var path in Directory.GetFiles(CharterLoader.DefaultFolder, "*.yaml", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder.FullName, Path.GetRelativePath(CharterLoader.DefaultFolder, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        File.AppendAllText(Path.Combine(folder.FullName, "delays.yaml"), "\tclosed: true\n");

        var (code, output, errors) = Run(["check"], folder.FullName);

        Assert.Equal((1, ""), (code, output));
        Assert.Matches(@"^delays\.yaml, line \d+: a tab", errors);
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments) => Run(arguments, null);

    private static (int Code, string Output, string Errors) Run(string[] arguments, string? rules)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = CharterCommands.Run(arguments, output, errors, new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero)), rules);
        return (code, output.ToString(), errors.ToString());
    }

    private string Answers(params (string Question, string Answer)[] replaced) =>
        Write(JsonSerializer.Serialize(WillingAnswers.For(CharterCases.Rules.Forms[Assessment.Sheet], replaced)));

    private string Write(string json)
    {
        var file = Path.Combine(folder.FullName, "answers.json");
        File.WriteAllText(file, json);
        return file;
    }
}
