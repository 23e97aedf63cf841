using RegionSud.AiWorkflow.Charter;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>
/// Mistakes that a person who edits the rules can make: each is refused before the site starts, with the file, the line and the reason. They are
/// made in the committed files, in memory.
/// </summary>
public sealed class BadRulesTests
{
    private const string Sheet = "forms/characterisation.yaml";
    private static readonly IReadOnlyDictionary<string, string> Committed = Read();

    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        // File; what stands there, whose line is named; what is written instead; the reason.
        { "gates.yaml", "    outcome: stop\n    liftedBy: legal\n    text: \"La compétence", "\toutcome: stop\n    liftedBy: legal\n    text: \"La compétence", "a tab indents it, where YAML wants spaces." },
        { "ai-act.yaml", "    since: 2026-12-02\n    text: \"Images", "    since: 2026-02-30\n    text: \"Images", "a day of the calendar is wanted, written as 2026-12-02." },
        { "ai-act.yaml", "    class: high\n    facts: [annex-i]\n    text: \"Comp", "    class: grave\n    facts: [annex-i]\n    text: \"Comp", "the value is not of the kind, or not one of the words, that stand here." },
        { "gates.yaml", "    outcome: stop\n    text: \"La charte refuse les", "    outcome: stop\n    severity: 3\n    text: \"La charte refuse les", "the key 'severity' is unknown here." },
        { "gates.yaml", "  - id: rights\n", "  - name: rights\n", "the key 'name' is unknown here." },
        { "gates.yaml", "  - id: rights\n    when: {question: rights, is: [no]}\n", "  - id: rights\n", "the key 'when' is missing." },
        { "gates.yaml", "    outcome: stop\n    text: \"La charte refuse les", "    outcome: stop\n    outcome: stop\n    text: \"La charte refuse les", "" },
        { "duties.yaml", "    text: \"Inscrire le traitement au registre.\"", "    text: 12", "a text is wanted: put it between quotes." },
        { "weights.yaml", "criteria:\n  value-public: 20", "criteria:\n  value-public: 110", "the weights of 'value' sum to 190 %, not 100." },
        { "weights.yaml", "criteria:\n  value-public: 20\n  value-agents: 15", "criteria:\n  value-public: 40\n  value-agents: -5", "a weight of 'value' is negative." },
        { "weights.yaml", "criteria:\n  value-public", "criteria:\n  value-pubic", "no score has the criterion 'value-pubic'." },
        { "gdpr.yaml", "dpiaThreshold: 2", "dpiaThreshold: 0", "dpiaThreshold is a number of the nine criteria." },
    };

    public static TheoryData<string, string, string, string, string> WrongRows => new()
    {
        // File; id of the row whose line is named; what stands in it; what is written instead; the reason.
        { "ai-act.yaml", "not-ai", "text: \"Ce n’est pas un système d’IA au sens du règlement.\"", "text: \"\"", "its French text is missing." },
        { "ai-act.yaml", "article-5-1-a", "question: prohibited-manipulation,", "question: prohibited-manipulations,", $"its condition names 'prohibited-manipulations', which is not a question of {Sheet}." },
        { "ai-act.yaml", "annex-i", "question: annex-i, is: [yes]", "question: annex-i, is: [maybe]", "'annex-i' cannot be answered by 'maybe'." },
        { "ai-act.yaml", "annex-i", "articles: [ria-6-1]", "articles: [ria-6-9]", "legal-calendar.yaml has no article 'ria-6-9'." },
        { "ai-act.yaml", "derogation-a", "exempts: [annex-iii]", "exempts: [annexe-iii]", "it exempts 'annexe-iii', which no row concludes." },
        { "ai-act.yaml", "article-5-1-ba", "since: 2026-12-02", "since: 2026-12-03", "it begins on 2026-12-03, but 'ria-5-1-ba' applies from 2026-12-02." },
        { "ai-act.yaml", "profiling", "when: {question: profiling, is: [yes]}", "when: {question: profiling}", "a condition is one of all, any, not, fact, or question with is." },
        { "ai-act.yaml", "profiling", "when: {question: profiling, is: [yes]}", "when: {all: [{question: profiling, is: [yes]}, {question: profiling, is: [no]}]}", "it can never hold: its condition cannot." },
        { "ai-act.yaml", "ai-unknown", "id: ai-unknown", "id: AI unknown", "an id is lower-case words joined by hyphens." },
        { "gates.yaml", "rights", "clause: 4.1.3-a", "clause: 4.1.9-z", "'4.1.9-z' is not a clause of clauses.yaml." },
        { "gates.yaml", "soon-prohibited", "until: 2026-12-02", "until: 2026-12-02\n    since: 2026-12-02", "it ends before it begins." },
        { "gates.yaml", "hosting-eu", "    before: evaluation\n", "", "a condition says before which step it is met, and nothing else does." },
        { "gates.yaml", "dpia", "fact: dpia-required", "fact: aipd-required", "no row concludes the fact 'aipd-required'." },
        { "gdpr.yaml", "criterion-9", "criterion: 9", "criterion: 10", "there are nine criteria." },
        { "duties.yaml", "literacy", "provenBy: [development-dtisu.training]", "provenBy: [development-dtisu.trainings]", "'development-dtisu.trainings' is not a question of a form." },
        { "duties.yaml", "explicit-mention", "articles: [crpa-l311-3-1]", "articles: []", "its first article gives its dates: it needs one." },
        { "documents.yaml", "trial-plan", "provenBy: [trial-plan.criteria]", "provenBy: []", "it needs a place where it is given." },
        { "legal-calendar.yaml", "ria-53-1", "orFrom: 2027-08-02", "orFrom: 2025-08-02", "the second reading is the later one." },
        { "legal-calendar.yaml", "ria-50-2", "facts: [synthetic-before]", "facts: [synthetic-after]", "no row concludes the fact 'synthetic-after'." },
        { "scores.yaml", "value-gain", "{id: value-gain}", "{id: value-gains}", "the characterisation sheet has no criterion 'value-gains'." },
        { Sheet, "competence", "scale: safe", "scale: safe\n    when: {question: competence-text, is: [yes]}", "'competence-text' cannot be answered by 'yes'." },
        { Sheet, "rights", "scale: safe", "scale: safe\n    when: {any: [{question: face-recognition, is: [no]}, {question: rights, is: [no]}]}", "its condition names 'face-recognition', which comes after it." },
        { Sheet, "rights", "scale: safe", "scale: safe\n    when: {question: rights, is: [no]}", "its condition and that of 'rights' make a cycle." },
        { Sheet, "consent-free", "when: {question: consent-asked, is: [yes, unknown]}", "when: {all: [{question: consent-asked, is: [yes]}, {question: consent-asked, is: [no]}]}", "it can never be asked: its condition cannot hold." },
        { Sheet, "rights", "scale: safe", "scale: saef", "there is no scale 'saef'." },
        { Sheet, "hosting", "gravity: [region, france, eu, outside, unknown, public]", "gravity: [region, france, eu, outside, public]", "its gravity must name each of its answers once." },
        { Sheet, "profiling", "label: \"L’usage établit-il un profil de personnes ?\"", "label: \"\"", "its French text is missing." },
        { Sheet, "objectives", "kind: text", "kind: text\n    when: {fact: class-high}", "its condition names 'class-high', which is concluded from this very form." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_refused_with_its_file_line_and_reason(string file, string standing, string written, string reason)
    {
        var text = Committed[file];
        var at = text.IndexOf(standing, StringComparison.Ordinal);
        Assert.True(at >= 0, standing);
        var difference = standing.Zip(written).TakeWhile(pair => pair.First == pair.Second).Count();

        var refusal = Refusal(file, $"{text[..at]}{written}{text[(at + standing.Length)..]}");

        var (first, changed) = (LineAt(text, at), LineAt(text, at + difference));
        Assert.True(Enumerable.Range(first, changed - first + 2).Any(line => refusal.StartsWith($"{file}, line {line}: ", StringComparison.Ordinal)), refusal);
        Assert.EndsWith(reason, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(WrongRows))]
    public void A_wrong_row_is_refused_with_its_file_line_name_and_reason(string file, string id, string standing, string written, string reason)
    {
        var (text, row) = Row(file, id);
        var at = text.IndexOf(standing, row, StringComparison.Ordinal);
        Assert.True(at >= 0, standing);

        var refusal = Refusal(file, $"{text[..at]}{written}{text[(at + standing.Length)..]}");

        Assert.StartsWith($"{file}, line {LineAt(text, row)}, '{(written.Split("id: ") is [_, var renamed] ? renamed.TrimEnd('}') : id)}': ", refusal, StringComparison.Ordinal);
        Assert.EndsWith(reason, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_questions_that_hang_on_each_other_are_refused()
    {
        var (text, row) = Row(Sheet, "rights");
        text = text.Insert(text.IndexOf("    kind", row, StringComparison.Ordinal), "    when: {question: face-recognition, is: [no]}\n");
        text = text.Insert(text.IndexOf("    kind", text.IndexOf("  - id: face-recognition", StringComparison.Ordinal), StringComparison.Ordinal), "    when: {question: rights, is: [yes]}\n");

        Assert.Equal($"{Sheet}, line {LineAt(text, row)}, 'rights': its condition and that of 'face-recognition' make a cycle.", Refusal(Sheet, text));
    }

    [Theory]
    [InlineData("ai-act.yaml", "profiling", "the id is used twice for overlapping dates.")]
    [InlineData("gates.yaml", "soon-prohibited", "the id is used twice for overlapping dates.")]
    [InlineData("legal-calendar.yaml", "ria-4", "the id is used twice.")]
    [InlineData("clauses.yaml", "2.1-a", "the id is used twice.")]
    [InlineData(Sheet, "rights", "the id is used twice.")]
    public void An_id_that_is_used_twice_is_refused_at_its_second_place(string file, string id, string reason)
    {
        var (text, row) = Row(file, id);
        var end = text.IndexOf("\n  - id: ", row, StringComparison.Ordinal) + 1;
        var refusal = Refusal(file, text.Insert(end, text[row..end]));

        Assert.Equal($"{file}, line {LineAt(text, end)}, '{id}': {reason}", refusal);
    }

    [Fact]
    public void Two_rows_of_one_id_stand_side_by_side_when_the_second_begins_where_the_first_ends()
    {
        var (text, row) = Row("gates.yaml", "soon-prohibited");
        var end = text.IndexOf("\n  - id: ", row, StringComparison.Ordinal) + 1;
        var second = text[row..end];

        Assert.Equal("", Refusal("gates.yaml", text.Insert(end, second.Replace("until: 2026-12-02", "since: 2026-12-02", StringComparison.Ordinal))));
        Assert.EndsWith("overlapping dates.", Refusal("gates.yaml", text.Insert(end, second.Replace("until: 2026-12-02", "since: 2026-12-01", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_clause_that_nothing_serves_is_refused()
    {
        var (text, row) = Row("clauses.yaml", "2.1-a");
        var refusal = Refusal("clauses.yaml", text.Insert(row, "  - id: 9.9-z\n    text: \"Une clause sans suite.\"\n    kinds: [gate]\n"));

        Assert.Equal($"clauses.yaml, line {LineAt(text, row)}, '9.9-z': nothing serves it as a gate.", refusal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_empty_or_cut_or_names_another_schema_is_refused(string file)
    {
        var text = Committed[file];

        Assert.StartsWith($"{file}, line 1: the file is empty.", Refusal(file, ""), StringComparison.Ordinal);
        Assert.StartsWith($"{file}, line ", Refusal(file, text[..text.IndexOf("reviewedBy", StringComparison.Ordinal)]), StringComparison.Ordinal);
        Assert.StartsWith($"{file}, line 1: it must name its schema, ", Refusal(file, text.Replace(".schema.json", ".json", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_is_named()
    {
        foreach (var file in CharterLoader.Files)
        {
            var refusal = Assert.Throws<CharterFileException>(() => CharterLoader.Load(Committed.Where(pair => pair.Key != $"{file}.yaml").ToDictionary()));
            Assert.Equal($"{file}.yaml is missing.", refusal.Message);
        }

        Assert.Equal(
            "forms/characterisation.yaml is missing.",
            Assert.Throws<CharterFileException>(() => CharterLoader.Load(Committed.Where(pair => pair.Key != Sheet).ToDictionary())).Message);
    }

    [Fact]
    public void A_form_is_named_as_its_file() =>
        Assert.Equal("forms/recheck.yaml, line 3: the form's id is the name of its file.", Refusal("forms/recheck.yaml", Committed["forms/recheck.yaml"].Replace("id: recheck", "id: check", StringComparison.Ordinal)));

    public static TheoryData<string> Names => [.. Committed.Keys];

    private static string Refusal(string file, string text)
    {
        try
        {
            CharterLoader.Load(new Dictionary<string, string>(Committed, StringComparer.Ordinal) { [file] = text });
            return "";
        }
        catch (CharterFileException e)
        {
            return e.Message;
        }
    }

    private static (string Text, int Row) Row(string file, string id)
    {
        var text = Committed[file];
        var row = text.IndexOf($"- id: {id}\n", StringComparison.Ordinal) is var plain and >= 0 ? plain - 2 : text.IndexOf($"- {{id: {id}}}", StringComparison.Ordinal);
        Assert.True(row >= 0, id);
        return (text, row);
    }

    private static int LineAt(string text, int position) => text[..position].Count(c => c == '\n') + 1;

    private static Dictionary<string, string> Read() => CharterLoader.Files.Select(name => $"{name}.yaml")
        .Concat(Directory.GetFiles(Path.Combine(CharterLoader.DefaultFolder, "forms"), "*.yaml").Select(path => $"forms/{Path.GetFileName(path)}"))
        .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(CharterLoader.DefaultFolder, file)).ReplaceLineEndings("\n"), StringComparer.Ordinal);
}
