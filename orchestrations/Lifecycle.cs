using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Step1Need;
using RegionSud.AiWorkflow.Step2Qualification;
using RegionSud.AiWorkflow.Step3Arbitration;
using RegionSud.AiWorkflow.Step4Development;
using RegionSud.AiWorkflow.Step5Evaluation;
using RegionSud.AiWorkflow.Step6Maintenance;

namespace RegionSud.AiWorkflow;

/// <summary>
/// The whole life of a use case (charter, section 5): six steps and their loops. Each round of a step is an orchestration of its own, with its
/// own history and version. The first thing it does is to ask the journal where the case stands: started anew over an old journal,
/// it goes on from there, and nobody is asked the same thing twice.
/// </summary>
public sealed class Lifecycle : TaskOrchestrator<CaseId, EndState>
{
    public override async Task<EndState> RunAsync(TaskOrchestrationContext context, CaseId input)
    {
        ArgumentNullException.ThrowIfNull(context);
        var place = await context.DoAsync<Place>(nameof(FindPlace), input);
        var rounds = new Dictionary<Step, int>(place.Rounds);
        Next? next = place.End is { } ended ? End(ended) : Go(place.Step);
        var resumed = true;

        while (next.Step is { } step)
        {
            var round = resumed ? Math.Max(1, rounds.GetValueOrDefault(step)) : rounds.GetValueOrDefault(step) + 1;
            (rounds[step], resumed) = (round, false);
            var at = new StepInput(input, step, round);
            await context.DoAsync(nameof(EnterStep), at);

            next = step switch
            {
                Step.Need => await Run<NeedOutcome>(nameof(NeedStep), at) switch
                {
                    NeedOutcome.PassedOn => Go(Step.Qualification),
                    _ => End(EndState.NotPursued),
                },
                Step.Qualification => await Run<QualificationOutcome>(nameof(QualificationStep), at) switch
                {
                    _ => Go(Step.Arbitration),
                },
                Step.Arbitration => await Run<ArbitrationOutcome>(nameof(ArbitrationStep), at) switch
                {
                    ArbitrationOutcome.Accepted => Go(Step.Development),
                    _ => End(EndState.Refused),
                },
                Step.Development => await Run<DevelopmentOutcome>(nameof(DevelopmentStep), at) switch
                {
                    DevelopmentOutcome.Ready => Go(Step.Evaluation),
                    _ => Go(Step.Arbitration),
                },
                Step.Evaluation => await Run<EvaluationOutcome>(nameof(EvaluationStep), at) switch
                {
                    EvaluationOutcome.Deploy => Go(Step.Maintenance),
                    EvaluationOutcome.Modify => Go(Step.Development),
                    _ => End(EndState.Stopped),
                },
                _ => await Run<MaintenanceOutcome>(nameof(MaintenanceStep), at) switch
                {
                    MaintenanceOutcome.Requalify => Go(Step.Qualification),
                    _ => End(EndState.Withdrawn),
                },
            };
        }

        await context.DoAsync(nameof(CloseCase), new Closing(input, next.End!.Value));
        return next.End.Value;

        Task<TOutcome> Run<TOutcome>(string name, StepInput at) =>
            context.CallSubOrchestratorAsync<TOutcome>(name, at, new SubOrchestrationOptions(instanceId: at.CaseId.Instance(at.Step, at.Round)));
    }

    private static Next Go(Step step) => new(step, null);

    private static Next End(EndState end) => new(null, end);

    private sealed record Next(Step? Step, EndState? End);
}
