using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.Step2Qualification;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Step4Development;
using RegionSud.AiWorkflow.Step5Evaluation;
using RegionSud.AiWorkflow.Step6Maintenance;
using RegionSud.AiWorkflow.Watch;

namespace RegionSud.AiWorkflow;

/// <summary>The one registry of orchestrators and activities, used by every host and by the tests.</summary>
public static class Process
{
    /// <summary>The version of the call orders: what instances that start now are stamped with. <c>host.json</c> says the same, and a test that it does.</summary>
    public const string Version = "1.4.0";

    /// <summary>Adds every orchestrator and activity of the process, under its class name: names that instances in flight remember.</summary>
    public static void Register(DurableTaskRegistry tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        tasks.AddOrchestrator<Lifecycle>();
        tasks.AddActivity<FindPlace>();
        tasks.AddActivity<EnterStep>();
        tasks.AddActivity<ConcludeStep>();
        tasks.AddActivity<AnnounceMilestone>();
        tasks.AddActivity<CloseCase>();

        tasks.AddActivity<OpenTask>();
        tasks.AddActivity<ReadTask>();
        tasks.AddActivity<RemindTask>();
        tasks.AddActivity<RecallTasks>();

        tasks.AddOrchestrator<NeedStep>();
        tasks.AddActivity<ReadForm>();
        tasks.AddActivity<SendReceipt>();
        tasks.AddActivity<MayAskAgain>();

        tasks.AddOrchestrator<QualificationStep>();

        tasks.AddOrchestrator<ArbitrationStep>();
        tasks.AddActivity<DeferCase>();
        tasks.AddActivity<ResumeCase>();

        tasks.AddOrchestrator<DevelopmentStep>();
        tasks.AddActivity<FindConditions>();
        tasks.AddActivity<RegisterModels>();

        tasks.AddOrchestrator<EvaluationStep>();
        tasks.AddActivity<FindTrial>();
        tasks.AddActivity<PlanTrialRecheck>();

        tasks.AddOrchestrator<MaintenanceStep>();
        tasks.AddActivity<PlanRecheck>();
        tasks.AddActivity<BeginRecheck>();
        tasks.AddActivity<ConcludeRecheck>();

        tasks.AddOrchestrator<ModelChange>();
        tasks.AddActivity<RecordModelChange>();
        tasks.AddActivity<FinishModelChange>();

        tasks.AddOrchestrator<LawWatch>();
        tasks.AddActivity<LookAtCases>();
        tasks.AddActivity<FinishLook>();
    }
}
