using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>Answers given under older versions of a form: brought to today's, or listed to be answered again, never dropped.</summary>
public sealed class FormMigrationTests
{
    private static readonly FormDefinition Form = new()
    {
        Id = "sheet",
        Version = "3",
        Title = "Fiche",
        Questions =
        [
            new Question { Id = "aim", Label = "But", Kind = QuestionKind.Text, Clause = "5.2-a" },
            new Question { Id = "place", Label = "Lieu", Kind = QuestionKind.Choice, Clause = "5.2-a", Options = [new Option { Id = "france", Label = "France" }, new Option { Id = "eu", Label = "Union" }] },
            new Question { Id = "day", Label = "Jour", Kind = QuestionKind.Date, Clause = "5.2-a" },
        ],
        Migrations =
        [
            new FormMigration { From = "1", Renamed = new Dictionary<string, string> { ["goal"] = "purpose", ["where"] = "place" } },
            new FormMigration
            {
                From = "2",
                Renamed = new Dictionary<string, string> { ["purpose"] = "aim" },
                Answers = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["place"] = new Dictionary<string, string> { ["europe"] = "eu" } },
                Again = ["day"],
            },
        ],
    };

    [Fact]
    public void Answers_of_today_are_returned_as_they_are()
    {
        var answers = Given("3", ("aim", "Aider"), ("lost", "?"));

        var migrated = FormMigrating.Migrate(Form, answers);

        Assert.Same(answers, migrated.Answers);
        Assert.Empty(migrated.Again);
    }

    [Fact]
    public void A_renamed_question_keeps_its_answer_and_where_it_came_from()
    {
        var migrated = FormMigrating.Migrate(Form, Given("2", ("purpose", "Aider")));

        Assert.Equal(new Answer("Aider", new AnswerSource("page", "purpose")), migrated.Answers.Values["aim"]);
        Assert.Equal(("sheet", "3", "salt"), (migrated.Answers.FormId, migrated.Answers.FormVersion, migrated.Answers.Salt));
        Assert.Empty(migrated.Again);
    }

    [Theory]
    [InlineData("europe", "eu")]
    [InlineData("france", "france")]
    public void An_answer_is_mapped_where_a_rule_says_so_and_stays_where_none_does(string old, string today) =>
        Assert.Equal(today, FormMigrating.Migrate(Form, Given("2", ("place", old))).Answers["place"]);

    [Fact]
    public void Two_versions_are_crossed_in_their_order()
    {
        var migrated = FormMigrating.Migrate(Form, Given("1", ("goal", "Aider"), ("where", "europe")));

        Assert.Equal(("Aider", "eu"), (migrated.Answers["aim"], migrated.Answers["place"]));
        Assert.Empty(migrated.Again);
    }

    [Theory]
    [InlineData("2", "day", "2026-11-25", "day")]
    [InlineData("1", "day", "2026-11-25", "day")]
    [InlineData("2", "forgotten", "oui", "forgotten")]
    [InlineData("2", "place", "lune", "place")]
    [InlineData("1", "where", "lune", "place")]
    [InlineData("0", "goal", "Aider", "goal")]
    public void What_no_longer_fits_is_listed_to_be_answered_again_with_its_old_value(string version, string question, string answer, string listed)
    {
        var migrated = FormMigrating.Migrate(Form, Given(version, (question, answer)));

        Assert.Empty(migrated.Answers.Values);
        Assert.Equal([(listed, answer)], migrated.Again.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Two_old_questions_that_become_one_are_never_dropped()
    {
        var form = Form with { Migrations = [new FormMigration { From = "2", Renamed = new Dictionary<string, string> { ["purpose"] = "aim", ["target"] = "aim" } }] };

        var migrated = FormMigrating.Migrate(form, Given("2", ("purpose", "Aider"), ("target", "Les lycées")));

        Assert.Equal("Aider", migrated.Answers["aim"]);
        Assert.Equal("Les lycées", migrated.Again["target"]);
    }

    [Fact]
    public void The_committed_sheet_reads_the_first_version()
    {
        var form = CharterCases.Rules.Forms[Assessment.Sheet];

        var migrated = FormMigrating.Migrate(form, Given("2026-1", ("personal-data-confirmed", "yes"), ("hosting", "eu"), ("solely-automated", "no"), ("objectives", "Aider")));

        Assert.Equal(("yes", "Aider"), (migrated.Answers["personal-data"], migrated.Answers["objectives"]));
        Assert.Equal(["hosting", "solely-automated"], migrated.Again.Keys.Order());
    }

    private static Answers Given(string version, params (string Question, string Answer)[] answers) =>
        new("sheet", version, answers.ToDictionary(pair => pair.Question, pair => new Answer(pair.Answer, new AnswerSource("page", pair.Question))), "salt");
}
