using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Register;

namespace RegionSud.AiWorkflow.Tests.Storage;

/// <summary>Cases, facts and lines of no particular content, each of a number of its own, since all tests share one emulator.</summary>
internal static class Sample
{
    private static int lastNumber = 500_000;
    private static int lastYear = 4000;

    public static DocumentRef Document { get; } = new(new string('d', 64), "application/pdf", 12);

    public static CaseId NewCase() => CaseId.Of(2026, Interlocked.Increment(ref lastNumber));

    public static int NewYear() => Interlocked.Increment(ref lastYear);

    public static string NewFingerprint() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public static Fact Deposit(string key = "deposited") =>
        new(key, new CaseEvent.NeedDeposited("web", Document, new string('f', 64), "finances", "requester-1"), "requester-1");

    public static Fact Step(Step step, int round = 1) => new($"entered:{step}.{round}", new CaseEvent.StepEntered(step, round));

    public static Fact Opened(CaseId id) => new("opened:" + TaskId(id), new CaseEvent.TaskOpened(
        TaskId(id), "endorse", Role.DirectorateHead, ["head-1"], new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero), "1"));

    public static Fact Reminded(CaseId id, int number) =>
        new($"reminded:{TaskId(id)}.{number}", new CaseEvent.TaskReminded(TaskId(id), number, Escalated: number > 2));

    public static Fact Decided(CaseId id, string choice, string actor) => new("decided:" + TaskId(id), new CaseEvent.TaskDecided(
        TaskId(id), "endorse", Role.DirectorateHead, choice, Document, 1, "1", null), actor);

    public static string TaskId(CaseId id) => $"{id}.Need.1.endorse.1";

    public static CaseLine Line(CaseId id, long version, Step step, params Role[] holders) => new(
        id, version, "Résumer les délibérations", "Gagner du temps", "finances", step, 1, CaseStatus.Active, null, holders,
        new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 3, 9, 0, 0, TimeSpan.Zero), null, null, [], null, null);

    public static CharterRules Rules { get; } = CharterLoader.Load() with
    {
        Version = "1",
        Directory = new RoleDirectory
        {
            Version = "1",
            Date = new DateOnly(2026, 11, 25),
            ReviewedBy = "Personne",
            Roles =
            [
                new RoleHolder { Role = Role.Dsipn, Name = "DSIPN", FullName = "Direction des Systèmes d’Information", Email = "dsipn@region.example" },
                new RoleHolder { Role = Role.Dtisu, Name = "DTISU", FullName = "Direction de la Transformation", Email = "dtisu@region.example" },
            ],
            Directorates =
            [
                new Directorate { Id = "finances", Name = "Direction des Finances", HeadName = "Claire Martin", HeadEmail = "Claire.Martin@region.example" },
            ],
        },
    };
}
