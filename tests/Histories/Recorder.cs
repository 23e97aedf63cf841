using DurableTask.Core.History;
using Microsoft.DurableTask.Client;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Local;
using RegionSud.AiWorkflow.Local.Engine;
using RegionSud.AiWorkflow.Register;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow.Tests.Histories;

/// <summary>
/// Records the histories of the version that <see cref="LocalHost.Version"/> names. Done once for each released version, never again for an
/// old one: <c>dotnet run --project tests -- -class RegionSud.AiWorkflow.Tests.Histories.Recorder -explicit only</c>.
/// </summary>
public sealed class Recorder : OwnAzurite
{
    private static readonly CharterRules Rules = CharterLoader.Load();
    private static readonly DateOnly Ends = TimeProvider.System.ParisToday().AddDays(60);

    private static string LookId => LawWatch.IdOf(Ends.AddDays(1), Rules.Version);

    [Fact(Explicit = true)]
    public async Task One_life_through_every_step_with_its_loops()
    {
        await using var site = await DirectSite.StartAsync(ConnectionString, TimeSpan.FromSeconds(5));
        var people = site.Visitor;
        var id = await people.DepositAsync(("problem", ""), ("personal-data", "yes"));
        for (var round = 1; round <= Rules.Intake.Reading.Rounds; round++)
            await people.DecideAsync(id, "complete", "partial", null, ("personal-data", "yes"), ("problem", ""));
        await people.DecideAsync(id, "settle-gaps", "propose-closing");
        await people.DecideAsync(id, "closing", "maintain");
        await people.DecideAsync(id, "complete", "send", null, ("personal-data", "yes"));
        await people.RemindedAsync(id, "endorse");
        await people.DecideAsync(id, "endorse", "return");
        await people.DecideAsync(id, "correct", "send", null, ("personal-data", "yes"));
        await people.DecideAsync(id, "endorse", "endorse");
        await people.DecideAsync(id, "review", "propose-closing");
        await people.DecideAsync(id, "closing", "maintain");
        await people.DecideAsync(id, "review", "pass");
        await people.DecideAsync(id, "qualify", "more-information");
        await people.DecideAsync(id, "inform", "send", null, ("personal-data", "yes"));
        await people.DecideAsync(id, "qualify", "favourable", null, ("personal-data-confirmed", "yes"), ("dpia", "yes"), ("lawful-basis", "public-task"));
        await people.DecideAsync(id, "arbitrate", "defer", until: 1);
        await people.DecideAsync(id, "arbitrate", "accept-with-conditions");
        await people.DecideAsync(id, "secure", "blocked");
        await people.DecideAsync(id, "arbitrate", "accept-with-conditions");
        await DevelopAsync(people, id);
        await people.DecideAsync(id, "fulfil-condition", "ready");
        await TryAsync(people, id, "deploy", "modify");
        await people.DecideAsync(id, "evaluate-dgs", "modify");
        await DevelopAsync(people, id);
        await TryAsync(people, id, "deploy", "deploy");
        await KeepWaitingAsync(site, id, "Maintenance.1");

        await LookAtTheLawAsync(site, people, id);
        await people.ChangeModelAsync("mistral-petit", "2026-06");
        await people.DecideAsync(id, "confirm-change", "conform");
        await people.ChangeModelAsync("mistral-petit", "2026-09");
        await people.DecideAsync(id, "confirm-change", "review");
        await people.DecideAsync(id, "recheck-directorate", "suspend");
        await people.DecideAsync(id, "recheck-dsipn", "conform");
        await people.DecideAsync(id, "recheck-dtisu", "suspend");
        await people.DecideAsync(id, "resume", "requalify");
        await people.AskedAsync(id, "qualify");
        await KeepWaitingAsync(site, id, "Qualification.2");
        await people.DecideAsync(id, "qualify", "unfavourable");
        await people.DecideAsync(id, "arbitrate", "refuse");

        await site.Client.WaitForInstanceCompletionAsync(id, cancellation: Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await foreach (var instance in site.Client.GetAllInstancesAsync(new OrchestrationQuery()))
        {
            Assert.Equal(OrchestrationRuntimeStatus.Completed, instance.RuntimeStatus);
            var name = instance.Name switch
            {
                nameof(Lifecycle) => instance.Name,
                nameof(Models.ModelChange) => $"{instance.Name}.{instance.InstanceId.Split('-')[^1]}",
                nameof(LawWatch) => instance.InstanceId == LookId ? instance.Name : $"{instance.Name}-morning",
                _ => instance.InstanceId.Replace(id + ".", "", StringComparison.Ordinal),
            };
            Recordings.Write(LocalHost.Version, name, await site.Client.ReadHistoryAsync(instance.InstanceId, Cancellation));
        }
    }

    private static async Task DevelopAsync(SiteVisitor people, string id)
    {
        await people.DecideAsync(id, "build", "ready", null, ("non-training-until", Ends.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var kind in (string[])["protect", "secure", "accompany"])
            await people.DecideAsync(id, kind, "ready");
    }

    /// <summary>Two lists, of which one has the case, whose guarantee has ended by then.</summary>
    private static async Task LookAtTheLawAsync(DirectSite site, SiteVisitor people, string id)
    {
        var look = new LawWatchInput(LookId, Ends.AddDays(1), Rules.Version, [CaseListNames.OfExpiry(Ends), CaseListNames.OfExpiry(Ends.AddDays(1))]);
        await new DurableOrchestrations(site.Client).StartLawWatchAsync(look, Cancellation);
        await people.DecideAsync(id, "recheck-directorate", "conform");
        await people.DecideAsync(id, "recheck-dsipn", "conform");
    }

    private static async Task TryAsync(SiteVisitor people, string id, string dtisu, string directorate)
    {
        await people.DecideAsync(id, "plan-trial", "start");
        await people.DecideAsync(id, "report-trial", "report");
        await people.DecideAsync(id, "attest-deletion", "deleted");
        await people.DecideAsync(id, "evaluate-dtisu", dtisu);
        await people.DecideAsync(id, "evaluate-directorate", directorate);
    }

    /// <summary>Keeps the history of an instance that waits for a person or a date: there is a timer against the silence.</summary>
    private static async Task KeepWaitingAsync(DirectSite site, string id, string instance)
    {
        var name = $"{id}.{instance}";
        var history = await Eventually.Get(
            async () => await site.Client.GetInstanceAsync(name, Cancellation) is null ? "[]" : await site.Client.ReadHistoryAsync(name, Cancellation),
            json => RecordedHistory.Parse(json) is [.., OrchestratorCompletedEvent] events && events.Any(happened => happened is TimerCreatedEvent));
        Recordings.Write(LocalHost.Version, $"{instance}-waiting", history);
    }
}
