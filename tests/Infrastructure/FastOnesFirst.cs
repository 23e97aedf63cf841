using RegionSud.AiWorkflow.Tests.Browser;
using RegionSud.AiWorkflow.Tests.CharterFiles;
using RegionSud.AiWorkflow.Tests.Engine;
using RegionSud.AiWorkflow.Tests.Infrastructure;
using RegionSud.AiWorkflow.Tests.Intake;
using RegionSud.AiWorkflow.Tests.Kills;
using RegionSud.AiWorkflow.Tests.ModelRecords;
using RegionSud.AiWorkflow.Tests.Scenarios;
using RegionSud.AiWorkflow.Tests.Steps;
using RegionSud.AiWorkflow.Tests.Storage;
using RegionSud.AiWorkflow.Tests.Watch;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(FastOnesFirst))]

namespace RegionSud.AiWorkflow.Tests.Infrastructure;

/// <summary>
/// What takes no time comes first: a mistake shows within seconds. Then what takes long, the longest first, so that no long one is left to run alone
/// at the end while the other cores have nothing to do.
/// </summary>
internal sealed class FastOnesFirst : ITestCollectionOrderer
{
    // Ten seconds and more, the longest first. One that is missing here delays what is fast, nothing else.
    private static readonly Type[] Long =
    [
        typeof(LiveSite),
        typeof(KilledInItsWorkTests),
        typeof(KilledAtItsDoorTests),
        typeof(IncidentScenarios),
        typeof(ModelChangeTests),
        typeof(LawWatchTests),
        typeof(AcceptanceScenarios),
        typeof(ModelChangeKillTests),
        typeof(ObjectionScenarios),
        typeof(WhoDecidesScenarios),
        typeof(WholeLifeTests),
        typeof(PdfLifeScenario),
        typeof(MaintenanceScenarios),
        typeof(ConditionScenarios),
        typeof(ConsultationScenarios),
        typeof(WordLifeScenario),
        typeof(NeedScenarios),
        typeof(ArbitrationScenarios),
        typeof(TaskBadInputTests),
        typeof(SecondFactorScenarios),
        typeof(DemoScenario),
        typeof(WeightScenarios),
        typeof(LostHubTests),
        typeof(HaltTests),
        typeof(SilenceTests),
        typeof(LawScenarios),
        typeof(QualificationScenarios),
        typeof(MailReportScenarios),
        typeof(InboundMailScenarios),
        typeof(TenYearsTests),
        typeof(TaskCrashTests),
        typeof(TaskYearTests),
        typeof(ManagementTests),
        typeof(WaitingTests),
        typeof(SubOrchestrationTests),
        typeof(TaskTests),
        typeof(ScanScenarios),
        typeof(MailStormScenarios),
        typeof(MailEventScenarios),
        typeof(ImapScenarios),
        typeof(ExportScenarios),
        typeof(TakeOverScenarios),
        typeof(DraftScenarios),
        typeof(TaskLinkTests),
        typeof(DepositBadInputTests),
        typeof(FileFuzzTests),
        typeof(SheetProperties),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(Place).ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    // A collection is named after its class: "Test collection for Namespace.Class (id: …)".
    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        Array.FindIndex(Long, type => collection.TestCollectionDisplayName.Contains(type.FullName! + " ", StringComparison.Ordinal));
}
