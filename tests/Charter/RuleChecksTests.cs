using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Gdpr;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Loading;
using RegionSud.AiWorkflow.Charter.Scores;

namespace RegionSud.AiWorkflow.Tests.CharterFiles;

/// <summary>Rules that parse but contradict each other: each contradiction is said, where it is, and nothing else is.</summary>
public sealed class RuleChecksTests
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly Dictionary<string, RulesDocument> Documents =
        CharterLoader.Texts(CharterLoader.DefaultFolder).ToDictionary(each => each.Key, each => RulesDocument.Parse(each.Key, each.Value));

    [Fact]
    public void The_committed_rules_have_no_fault() => Assert.Empty(Faults(Rules));

    public static TheoryData<string, TaskDelay> BadDelays => new()
    {
        { "due on the day it is asked", Delay() with { Due = 0 } },
        { "reminded without a pause", Delay() with { ThenEvery = 0 } },
        { "reminders that go back", Delay() with { Remind = [3, 2] } },
        { "two reminders on one day", Delay() with { Remind = [3, 3] } },
        { "reminded on the day it is asked", Delay() with { Remind = [0, 3] } },
        { "only one day is wrong", Delay() with { Remind = [-1, 2, 3] } },
        { "escalations that go back", Delay() with { Escalate = [8, 7] } },
        { "escalated on the day it is asked", Delay() with { Escalate = [0] } },
    };

    [Theory]
    [MemberData(nameof(BadDelays))]
    public void Delays_ascend_from_one_working_day(string what, TaskDelay delay) =>
        Assert.True(Only(OfTask(task => task with { Delay = delay }), "tasks.yaml", "'review': delays are of one working day or more, in ascending order."), what);

    [Fact]
    public void The_shortest_delays_are_sound() =>
        Assert.Empty(OfTask(task => task with { Delay = new TaskDelay { Due = 1, ThenEvery = 1, Remind = [1, 2], Escalate = [1] } }));

    [Fact]
    public void A_task_has_choices_of_different_names_a_form_that_exists_and_a_clause()
    {
        Assert.True(Only(OfTask(task => task with { Choices = [] }), "tasks.yaml", "'review': it needs choices, each with an id of its own."));
        Assert.True(Only(OfTask(task => task with { Choices = [task.Choices[0], task.Choices[0]] }), "tasks.yaml", "'review': it needs choices, each with an id of its own."));
        Assert.Contains(OfTask(task => task with { Form = "revue" }), fault => fault.EndsWith("'review': there is no form 'revue'.", StringComparison.Ordinal));
        Assert.Contains(OfTask(task => task with { Clause = "9.9-z" }), fault => fault.EndsWith("'review': '9.9-z' is not a clause of clauses.yaml.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_says_who_reviewed_it_and_names_its_schema()
    {
        var text = Documents["gates.yaml"].Text;
        var nobody = System.Text.RegularExpressions.Regex.Replace(text, "reviewedBy: \".*\"", "reviewedBy: \" \"");
        Assert.Equal(["gates.yaml, line 1: it must say who reviewed it, or that nobody has."], Faults(Rules, With("gates.yaml", nobody)));
        Assert.Equal(["gates.yaml, line 1: it must name its schema, schemas/gates.schema.json, so that editors check it."], Faults(Rules, With("gates.yaml", text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
    }

    [Fact]
    public void A_row_of_the_Act_or_of_the_GDPR_says_something()
    {
        var act = First(Rules.AiAct.Rows, row => row.Class is not null && row.Facts.Count == 0 && row.Exempts.Count == 0) with { Class = null, OutOfScope = false, LegalReview = false };
        Assert.Contains($"'{act.Id}': it says nothing: no class, fact, exemption, scope or review.", Said(Rules with { AiAct = Rules.AiAct with { Rows = [.. Rules.AiAct.Rows, act with { Since = new DateOnly(2090, 1, 1) }] } }));
        var gdpr = First(Rules.Gdpr.Rows, row => row.Criterion == 9) with { Criterion = null, Facts = [], RequiresDpia = false };
        Assert.Contains($"'{gdpr.Id}': it says nothing: no fact, criterion or requirement.", Said(Rules with { Gdpr = Rules.Gdpr with { Rows = Rules.Gdpr.Rows.Select(row => row.Id == gdpr.Id ? gdpr : row).ToList() } }));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(9, true)]
    [InlineData(0, false)]
    [InlineData(10, false)]
    public void The_threshold_of_the_AIPD_is_a_number_of_the_nine_criteria(int threshold, bool sound) =>
        Assert.Equal(sound, Faults(Rules with { Gdpr = Rules.Gdpr with { DpiaThreshold = threshold } }).Count == 0);

    [Fact]
    public void Each_of_the_nine_criteria_has_a_row()
    {
        var left = Rules.Gdpr.Rows.Where(row => row.Criterion != 4).ToList();
        Assert.Contains(Faults(Rules with { Gdpr = Rules.Gdpr with { Rows = left } }), fault => fault == "gdpr.yaml, line 1: criterion 4 has no row.");
        Assert.DoesNotContain(Faults(Rules with { Gdpr = Rules.Gdpr with { Rows = left } }), fault => fault.Contains("criterion 5 has", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gate_stops_or_sets_a_condition_and_only_a_stop_is_lifted()
    {
        var stop = First(Rules.Gates.Rows, gate => gate.Outcome == GateOutcome.Stop);
        var condition = First(Rules.Gates.Rows, gate => gate.Outcome == GateOutcome.Condition);
        Assert.Contains($"'{stop.Id}': its outcome is stop or condition.", Said(OfGate(stop with { Outcome = GateOutcome.Pass })));
        Assert.Contains($"'{condition.Id}': only a stop is lifted.", Said(OfGate(condition with { LiftedBy = Role.Legal })));
    }

    [Fact]
    public void What_holds_a_deployment_back_or_expires_has_a_place_that_exists()
    {
        var duty = First(Rules.Duties.Duties, duty => duty.BeforeDeployment);
        Assert.Contains($"'{duty.Id}': a duty that holds a deployment back needs a place for its proof.", Said(Rules with { Duties = Rules.Duties with { Duties = Rules.Duties.Duties.Select(each => each.Id == duty.Id ? each with { ProvenBy = [] } : each).ToList() } }));
        var document = Rules.Documents.Documents[0];
        CharterRules Documented(RequiredDocument changed) => Rules with { Documents = Rules.Documents with { Documents = [changed, .. Rules.Documents.Documents.Skip(1)] } };
        Assert.Contains($"'{document.Id}': 'need.nowhere' is not a question of a form.", Said(Documented(document with { ProvenBy = ["need.nowhere"] })));
        Assert.Contains($"'{document.Id}': 'need.never' is not a question of a form.", Said(Documented(document with { ExpiresBy = "need.never" })));
        Assert.Empty(Faults(Documented(document with { ExpiresBy = null })));
    }

    [Fact]
    public void An_article_is_used_dated_and_doubted_with_a_reason()
    {
        var article = Rules.Calendar.Articles[0];
        CharterRules Calendar(Article changed, bool added = false) => Rules with { Calendar = Rules.Calendar with { Articles = added ? [.. Rules.Calendar.Articles, changed] : [changed, .. Rules.Calendar.Articles.Skip(1)] } };
        Assert.Contains("'ria-999': no row, question or duty names it.", Said(Calendar(article with { Id = "ria-999" }, added: true)));
        Assert.Contains($"'{article.Id}': it has no date of application.", Said(Calendar(article with { Dates = [] })));
        Assert.Contains($"'{article.Id}': a second reading says why it stands, and only it does.", Said(Calendar(article with { Dates = [article.Dates[0] with { OrFrom = new DateOnly(2090, 1, 1), Doubt = "" }] })));
        Assert.Contains($"'{article.Id}': a second reading says why it stands, and only it does.", Said(Calendar(article with { Dates = [article.Dates[0] with { OrFrom = null, Doubt = "Pourquoi." }] })));
    }

    [Fact]
    public void A_criterion_counts_once_by_points_and_its_score_has_bands_up_to_100()
    {
        var score = Rules.Scores.Scores[0];
        CharterRules Scored(ScoreDefinition changed) => Rules with { Scores = Rules.Scores with { Scores = [changed, .. Rules.Scores.Scores.Skip(1)] } };
        var bands = Scored(score with { Bands = [] });
        var reason = $"'{score.Id}': its bands ascend to 100.";
        Assert.Contains(reason, Said(bands));
        Assert.Contains(reason, Said(Scored(score with { Bands = [.. score.Bands.SkipLast(1), score.Bands[^1] with { UpTo = 99 }] })));
        Assert.Contains(reason, Said(Scored(score with { Bands = [score.Bands[0], score.Bands[0], .. score.Bands.Skip(1)] })));
        Assert.Contains(reason, Said(Scored(score with { Bands = [new ScoreBand { UpTo = 10, Name = "a" }, new ScoreBand { UpTo = 60, Name = "b" }, new ScoreBand { UpTo = 50, Name = "c" }, new ScoreBand { UpTo = 100, Name = "d" }] })));
        Assert.Contains($"'{score.Criteria[1].Id}': the criterion counts twice.", Said(Scored(score with { Criteria = [.. score.Criteria, score.Criteria[1]] })));
        Assert.Contains("'objectives': 'objectives' is not answered by 0 to 4 or unknown.", Faults(Scored(score with { Criteria = [.. score.Criteria, new Criterion { Id = "objectives" }] })).Select(Reason));
    }

    [Fact]
    public void Every_criterion_has_a_weight_of_zero_or_more()
    {
        var score = Rules.Scores.Scores[0];
        var (first, second) = (score.Criteria[0].Id, score.Criteria[1].Id);
        IEnumerable<string> Weighed(Dictionary<string, decimal> weights) => ScoreChecks.OfWeights(Rules.Scores, weights);
        Dictionary<string, decimal> Weights() => new(Rules.Weights.Criteria);
        var missing = Weights();
        missing.Remove(first);
        Assert.Equal([$"'{first}' has no weight."], Weighed(missing));
        var zero = Weights();
        (zero[first], zero[second]) = (0, zero[first] + zero[second]);
        Assert.Empty(Weighed(zero));
    }

    [Fact]
    public void A_migration_leads_to_questions_of_today()
    {
        CharterRules Migrating(params FormMigration[] migrations) =>
            Rules with { Forms = Rules.Forms.ToDictionary(each => each.Key, each => each.Key == "need" ? each.Value with { Migrations = migrations } : each.Value) };
        static string Leads(string target) => $"the migration from 2026-1 leads to '{target}', which is not a question.";
        var now = new FormMigration { From = "2026-1" };
        Assert.Contains(Leads("lost"), Said(Migrating(now with { Renamed = new Dictionary<string, string> { ["title"] = "lost" } })));
        Assert.Contains(Leads("gone"), Said(Migrating(now with { Answers = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["gone"] = new Dictionary<string, string>() } })));
        Assert.Contains(Leads("away"), Said(Migrating(now with { Again = ["away"] })));
        Assert.Empty(Faults(Migrating(now with { From = "2025-1", Again = ["away"] }, now with { Again = ["title"] })));
        Assert.Contains(Leads("title2"), Said(Migrating(now with { Renamed = new Dictionary<string, string> { ["a"] = "title2" }, Again = ["title"] })));
    }

    [Fact]
    public void A_condition_is_checked_at_every_depth()
    {
        var wrong = new Condition { Question = "nowhere", Is = ["yes"] };
        var right = new Condition { Question = "personal-data", Is = ["yes"] };
        foreach (var condition in new[] { new Condition { Not = wrong }, new Condition { All = [right, wrong] }, new Condition { Any = [right, wrong] }, new Condition { All = [new Condition { Any = [new Condition { Not = wrong }] }] } })
            Assert.Contains("'rights': its condition names 'nowhere', which is not a question of forms/characterisation.yaml.", Said(OfGate(First(Rules.Gates.Rows, gate => gate.Id == "rights") with { When = condition })));
    }

    [Fact]
    public void A_row_needs_a_source() =>
        Assert.Contains("'rights': its source is missing.", Said(OfGate(First(Rules.Gates.Rows, gate => gate.Id == "rights") with { Source = " " })));

    [Fact]
    public void Likeness_is_a_percentage_and_shows_one_to_ten_cases()
    {
        CharterRules Alike(int threshold, int most) => Rules with { Intake = Rules.Intake with { Likeness = new LikenessRules { Threshold = threshold, Most = most } } };
        Assert.Empty(Faults(Alike(1, 1)));
        Assert.Empty(Faults(Alike(100, 10)));
        Assert.All(new[] { Alike(0, 1), Alike(101, 1) }, rules => Assert.EndsWith("a threshold is a percentage from 1 to 100.", Assert.Single(Faults(rules)), StringComparison.Ordinal));
        Assert.All(new[] { Alike(50, 0), Alike(50, 11) }, rules => Assert.EndsWith("one to ten cases are shown.", Assert.Single(Faults(rules)), StringComparison.Ordinal));
    }

    [Fact]
    public void Mails_come_from_domains_and_addresses_in_lower_case_for_directorates_that_exist_within_limits()
    {
        static string Reason(CharterRules rules) => Assert.Single(Faults(rules));
        CharterRules Mail(Func<MailRules, MailRules> change) => Rules with { Mail = change(Rules.Mail) };
        CharterRules Sender(string directorate, string address) => Mail(mail => mail with { Senders = [new MailSender { Directorate = directorate, Address = address }] });

        Assert.All(new string[][] { [], ["region"], ["Region.example"], ["region.example", "autre"] }, domains =>
            Assert.EndsWith("it needs domains, in lower case.", Reason(Mail(mail => mail with { Domains = domains })), StringComparison.Ordinal));
        Assert.EndsWith("roles.yaml has no directorate 'mer'.", Reason(Sender("mer", "*@mer.example")), StringComparison.Ordinal);
        Assert.EndsWith("'lycees' is no address in lower case.", Reason(Sender("lycees", "lycees")), StringComparison.Ordinal);
        Assert.EndsWith("'A@region.example' is no address in lower case.", Reason(Sender("lycees", "A@region.example")), StringComparison.Ordinal);
        foreach (var none in new Func<MailRules, MailRules>[] { mail => mail with { MostBytes = 0 }, mail => mail with { MostFiles = 0 }, mail => mail with { MostNesting = 0 }, mail => mail with { MostPerHour = 0 }, mail => mail with { KeepDays = 0 }, mail => mail with { MostAttempts = 0 } })
            Assert.EndsWith("limits are of one or more.", Reason(Mail(none)), StringComparison.Ordinal);
        Assert.Empty(Faults(Mail(mail => mail with { MostBytes = 1, MostFiles = 1, MostNesting = 1, MostPerHour = 1, Senders = [] })));
    }

    [Fact]
    public void Whatever_serves_a_clause_is_told()
    {
        var told = ClauseCovering.Of(Rules).ToDictionary(cover => cover.Clause.Id, cover => cover.Served);
        Assert.All(Rules.Gates.Rows, gate => Assert.Contains((ClauseKind.Gate, $"barrière « {gate.Id} »"), told[gate.Clause]));
        Assert.All(Rules.Duties.Duties, duty => Assert.Contains((ClauseKind.Record, $"obligation « {duty.Id} »"), told[duty.Clause]));
        Assert.All(Rules.Documents.Documents, document => Assert.Contains((ClauseKind.Record, $"pièce « {document.Id} »"), told[document.Clause]));
        Assert.All(Rules.Documents.Documents, document => Assert.Contains((ClauseKind.Gate, $"pièce « {document.Id} », exigée avant la fin de l’étape"), told[document.Clause]));
        Assert.All(Rules.AiAct.Rows, row => Assert.Contains((ClauseKind.Record, $"ligne « {row.Id} » du RIA"), told[row.Clause]));
        Assert.All(Rules.Gdpr.Rows, row => Assert.Contains((ClauseKind.Record, $"ligne « {row.Id} » du RGPD"), told[row.Clause]));
        var optional = Rules.Forms["need"].Questions.First(question => !question.Required);
        Assert.DoesNotContain((ClauseKind.Gate, $"réponse exigée à need.{optional.Id}"), told[optional.Clause]);
        var asked = Rules.Tasks.Values.Select(task => task.Form).ToHashSet();
        var without = Rules with { Tasks = Rules.Tasks.Where(each => each.Value.Form != "review").ToDictionary(each => each.Key, each => each.Value) };
        Assert.DoesNotContain(ClauseCovering.Of(without).SelectMany(cover => cover.Served), each => each.What.StartsWith("réponse exigée à review.", StringComparison.Ordinal));
        Assert.Contains("review", asked);
    }

    [Fact]
    public void A_duty_of_an_incident_has_hours_an_owner_a_clause_an_article_and_a_text_that_can_be_filled_in()
    {
        Assert.Empty(Faults(OfIncident(duty => duty with { Hours = 1 })));
        foreach (var (changed, reason) in new (Func<AlertDuty, AlertDuty>, string)[]
        {
            (duty => duty with { Hours = 0 }, "it runs out after one hour or more."),
            (duty => duty with { To = " " }, "its French name, recipient or text is missing."),
            (duty => duty with { Owner = Cases.Role.Agent }, "roles.yaml names nobody who answers for it ('agent')."),
            (duty => duty with { Clause = "9.9-z" }, "'9.9-z' is not a clause of clauses.yaml."),
            (duty => duty with { Articles = [.. duty.Articles, "ria-999"] }, "legal-calendar.yaml has no article 'ria-999'."),
            (duty => duty with { Text = "Pour {personne}" }, "its text has '{personne}', which stands for nothing."),
        })
        {
            Assert.True(Only(Faults(OfIncident(changed)), "incidents.yaml", $"'cnil': {reason}"), reason);
        }

        Assert.True(Only(Faults(Rules with { Incidents = Rules.Incidents with { WarnHours = 0 } }), "incidents.yaml", "it is one hour or more."));
    }

    private static CharterRules OfIncident(Func<AlertDuty, AlertDuty> change) =>
        Rules with { Incidents = Rules.Incidents with { Duties = [.. Rules.Incidents.Duties.Select(duty => duty.Id == "cnil" ? change(duty) : duty)] } };

    private static TaskDelay Delay() => new() { Due = 5, ThenEvery = 5, Remind = [2, 3], Escalate = [7] };

    private static List<string> OfTask(Func<TaskKind, TaskKind> change) =>
        Faults(Rules with { Tasks = Rules.Tasks.ToDictionary(each => each.Key, each => each.Key == "review" ? change(each.Value) : each.Value) });

    private static CharterRules OfGate(GateRow changed) =>
        Rules with { Gates = Rules.Gates with { Rows = Rules.Gates.Rows.Select(gate => gate.Id == changed.Id ? changed : gate).ToList() } };

    private static T First<T>(IEnumerable<T> rows, Func<T, bool> which) => rows.First(which);

    private static IEnumerable<string> Said(CharterRules rules) => Faults(rules).Select(Reason);

    // Without the file and the line, which the tests of bad files are about.
    private static string Reason(string fault) => fault[(fault.IndexOfAny([',', ':'], fault.IndexOf(", line ", StringComparison.Ordinal) + 7) + 2)..];

    private static bool Only(List<string> faults, string file, string end) =>
        faults is [var only] && only.StartsWith($"{file}, line ", StringComparison.Ordinal) && only.EndsWith(end, StringComparison.Ordinal);

    private static List<string> Faults(CharterRules rules, IReadOnlyDictionary<string, RulesDocument>? documents = null) => [.. CharterChecks.Faults(rules, documents ?? Documents)];

    private static Dictionary<string, RulesDocument> With(string file, string text) => new(Documents) { [file] = RulesDocument.Parse(file, text) };
}
