using System.Runtime.CompilerServices;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Local.Demo;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>Whatever rules a decision was taken under, it can be computed again.</summary>
public sealed class ReleaseTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Here(), "..", "..", "orchestrations", "Charter"));

    [Fact]
    public void The_rules_of_today_are_released_as_they_stand()
    {
        var rules = CharterLoader.Load(Folder);

        Assert.True(
            CharterReleases.Find(rules.Version, Folder) is not null,
            "The rules were edited: give tasks.yaml a new version (once the present one is in use) or delete its folder (before), then run charter release.");
    }

    [Fact]
    public void Every_release_still_loads_and_is_found_by_its_version()
    {
        var releases = System.IO.Directory.GetDirectories(Path.Combine(Folder, CharterReleases.Folder));

        Assert.NotEmpty(releases);
        Assert.All(releases, release => Assert.NotNull(CharterReleases.Find(CharterLoader.Load(release).Version, Folder)));
    }

    [Fact]
    public void Releasing_the_same_rules_again_changes_nothing_and_other_rows_under_a_released_version_are_refused()
    {
        var home = System.IO.Directory.CreateTempSubdirectory();
        try
        {
            foreach (var (file, text) in CharterLoader.Texts(Folder))
            {
                var path = Path.Combine(home.FullName, file);
                System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
            }

            CharterReleases.Write(home.FullName, CharterLoader.Load(home.FullName));
            CharterReleases.Write(home.FullName, CharterLoader.Load(home.FullName));
            File.AppendAllText(Path.Combine(home.FullName, "gates.yaml"), "# edited\n");

            var edited = CharterLoader.Load(home.FullName);
            Assert.Contains("new version", Assert.Throws<CharterFileException>(() => CharterReleases.Write(home.FullName, edited)).Message, StringComparison.Ordinal);
            Assert.Null(CharterReleases.Find(edited.Version, home.FullName));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_printed_form_is_read_with_the_wordings_of_its_own_version()
    {
        var then = CharterLoader.Load(Folder);
        var need = then.Forms["need"];
        var today = then with
        {
            Forms = new Dictionary<string, FormDefinition>(then.Forms)
            {
                ["need"] = need with
                {
                    Version = "2027-1",
                    Questions = [.. need.Questions.Select(question => question.Id == "title" ? question with { Id = "name", Label = "Comment s’appelle le besoin ?" } : question)],
                    Migrations = [new FormMigration { From = need.Version, Renamed = new Dictionary<string, string> { ["title"] = "name" } }, .. need.Migrations],
                },
            },
        };

        Assert.Equal("Titre du cas d’usage", CharterReleases.FormOf(today, need.Code)!.Questions[0].Label);
        Assert.Equal("Comment s’appelle le besoin ?", CharterReleases.FormOf(today, "RS-IA need 2027-1")!.Questions[0].Label);
        Assert.Null(CharterReleases.FormOf(today, "RS-IA need 1999-1"));
        // No release has it: today's wordings are the best there are.
        Assert.Equal("2027-1", CharterReleases.FormOf(today, "RS-IA need 2026-1")!.Version);
    }

    [Fact]
    public void An_old_assessment_is_the_same_under_its_own_rules_and_shows_what_todays_say_otherwise()
    {
        var then = CharterLoader.Load(Folder);
        var answers = WillingAnswers.For(then.Forms[Assessment.Sheet], ("annex-iii-3", "access"));
        var day = new DateOnly(2026, 11, 25);
        var sheet = new Answers(Assessment.Sheet, then.Forms[Assessment.Sheet].Version, answers.ToDictionary(each => each.Key, each => new Answer(each.Value, new AnswerSource("page", each.Key))), "");
        var recorded = Assessment.Of(then, answers, day).ToEvent(then.Version);
        var id = CaseId.Of(2026, 42);
        var opened = UseCase.Open(id, DateTimeOffset.UnixEpoch, new CaseEvent.NeedDeposited("web", new DocumentRef(new string('a', 64), "text/plain", 1), "f", "lycees", "p-1"));
        var file = new CaseFile(opened with { Assessed = recorded }, new Dictionary<string, Answers> { [Assessment.Sheet] = sheet }, new Dictionary<string, HumanTasks.DecisionText>());
        var today = then with
        {
            Version = "2027-1+00000000",
            Gates = then.Gates with { Rows = [.. then.Gates.Rows.Where(row => row.Id != "high-risk")] },
            Duties = then.Duties with { Duties = [.. then.Duties.Duties.Where(duty => duty.Id != "logs")] },
        };

        var again = AssessmentComparison.Recompute(file, today, day, version => version == then.Version ? then : null)!;
        Assert.True(again.Kept);
        Assert.Empty(again.Then);
        Assert.Equal(["gate high-risk", "duty logs"], again.Today.Select(difference => $"{difference.What} {difference.Row}"));

        Assert.False(AssessmentComparison.Recompute(file, today, day, _ => null)!.Kept);
        Assert.Null(AssessmentComparison.Recompute(file with { Case = opened }, today, day, _ => then));
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
