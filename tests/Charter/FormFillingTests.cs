using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>What people write, and what is understood.</summary>
public sealed class FormFillingTests
{
    private static readonly FormDefinition Form = new()
    {
        Id = "sample",
        Version = "2026-2",
        Title = "Exemple",
        Migrations = [new FormMigration { From = "2026-1", Renamed = new Dictionary<string, string> { ["old"] = "line" }, Again = ["number"] }],
        Questions =
        [
            new Question { Id = "personal", Label = "Données ?", Kind = QuestionKind.YesNo, Clause = "2.3-a" },
            new Question { Id = "line", Label = "Une ligne", Kind = QuestionKind.Line, Clause = "2.3-a", MaxLength = 10 },
            new Question { Id = "purpose", Label = "Finalité", Kind = QuestionKind.Text, Clause = "2.3-a", When = new Condition { Question = "personal", Is = ["yes"] } },
            new Question { Id = "number", Label = "Combien", Kind = QuestionKind.Number, Clause = "2.3-a", Required = false },
            new Question { Id = "detail", Label = "Détail", Kind = QuestionKind.Line, Clause = "2.3-a", When = new Condition { Not = new Condition { Question = "purpose", Is = ["x"] } } },
        ],
    };

    [Theory]
    [InlineData("yes", "yes")]
    [InlineData("Oui", "yes")]
    [InlineData("o", "yes")]
    [InlineData("TRUE", "yes")]
    [InlineData("on", "yes")]
    [InlineData("vrai", "yes")]
    [InlineData("no", "no")]
    [InlineData(" Non ", "no")]
    [InlineData("n", "no")]
    [InlineData("false", "no")]
    [InlineData("off", "no")]
    [InlineData("faux", "no")]
    [InlineData("peut-être", null)]
    public void Yes_and_no_are_known_as_people_write_them(string text, string? understood)
    {
        var (value, problem) = Understand(QuestionKind.YesNo, text);
        Assert.Equal(understood, value);
        Assert.Equal(understood is null, problem is not null);
    }

    [Theory]
    [InlineData("12", "12")]
    [InlineData("1\u202f200", "1200")]
    [InlineData("007", "7")]
    [InlineData("000", "0")]
    [InlineData("123456789012", "123456789012")]
    [InlineData("1234567890123", null)]
    [InlineData("12 km", null)]
    [InlineData("-3", null)]
    public void A_number_is_whole_and_not_endless(string text, string? understood)
    {
        var (value, problem) = Understand(QuestionKind.Number, text);
        Assert.Equal(understood, value);
        Assert.Equal(understood is null, problem is not null);
    }

    [Theory]
    [InlineData("Mistral-Petit.2", "mistral-petit.2")]
    [InlineData("mistral petit", null)]
    [InlineData("-petit", null)]
    public void A_model_is_named_by_its_id(string text, string? understood) => Assert.Equal(understood, Understand(QuestionKind.Model, text).Value);

    [Theory]
    [InlineData("24/11/2026", "2026-11-24")]
    [InlineData("1er décembre", null)]
    [InlineData("2 décembre 2026", "2026-12-02")]
    [InlineData("31/02/2026", null)]
    public void A_date_is_a_day_that_exists(string text, string? understood) => Assert.Equal(understood, Understand(QuestionKind.Date, text).Value);

    [Fact]
    public void A_line_is_one_line_and_a_text_keeps_its_lines_both_without_control_characters()
    {
        Assert.Equal("un deux", Understand(QuestionKind.Line, "un\r\ndeux").Value);
        Assert.Equal("un\ndeux\tfin", Understand(QuestionKind.Text, " un\u0007  \rdeux\tfin\n").Value);
        Assert.Equal((null, null), Understand(QuestionKind.Text, "  \n "));
    }

    [Fact]
    public void A_text_of_the_most_length_is_taken_and_one_character_more_is_refused_never_cut()
    {
        Assert.Equal("1234567890", FormFilling.Understand(Form.Find("line")!, "1234567890").Value);
        var (value, problem) = FormFilling.Understand(Form.Find("line")!, "12345678901");
        Assert.Null(value);
        Assert.Contains("11 caractères, 10 au plus", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_missing_or_not_understood_is_a_gap_and_what_is_not_asked_is_dropped()
    {
        var filling = Fill(new() { ["personal"] = "non", ["purpose"] = "Gagner du temps", ["number"] = "beaucoup" });

        Assert.Equal(["personal"], filling.Answers.Values.Keys);
        Assert.Equal(["line", "number", "detail"], filling.Gaps);
        Assert.Equal("number", Assert.Single(filling.Problems).Question);
    }

    [Fact]
    public void A_question_that_hangs_on_an_open_answer_is_not_asked_yet()
    {
        Assert.Equal(["purpose", "line"], Fill(new() { ["personal"] = "oui", ["detail"] = "là" }).Gaps.Order(StringComparer.Ordinal).Reverse());
        var whole = Fill(new() { ["personal"] = "oui", ["line"] = "ici", ["purpose"] = "Gagner du temps", ["detail"] = "là" });
        Assert.Empty(whole.Gaps);
        Assert.Equal(["personal", "line", "purpose", "detail"], whole.Answers.Values.Keys);
        Assert.True(whole.Answers.Yes("personal"));
        Assert.False(whole.Answers.Yes("line"));
    }

    [Fact]
    public void A_file_of_an_older_version_is_read_under_todays_ids_and_what_must_be_answered_again_is_left_out()
    {
        var texts = new Dictionary<string, string> { ["old"] = "ici", ["number"] = "3", ["personal"] = "oui" };

        Assert.Equal(["line", "personal"], FormMigrating.Migrate(Form, "2026-1", texts).Keys.Order(StringComparer.Ordinal));
        Assert.Same(texts, FormMigrating.Migrate(Form, "2026-2", texts));
    }

    private static (string? Value, string? Problem) Understand(QuestionKind kind, string text) =>
        FormFilling.Understand(new Question { Id = "q", Label = "Q", Kind = kind, Clause = "2.3-a" }, text);

    private static Filling Fill(Dictionary<string, string> raw) => FormFilling.Fill(Form, raw, _ => false, question => new AnswerSource("test", question), "");
}
