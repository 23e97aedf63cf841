using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step2Qualification;

/// <summary>DSIPN's opinion: either way the case goes to the DGS, who alone accepts or refuses.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QualificationOutcome>))]
public enum QualificationOutcome
{
    Favourable,
    Unfavourable,
}

/// <summary>Qualification (charter 5.2): DSIPN's characterisation sheet, risk class and opinion, with as many rounds of questions, to the
/// requester or to the legal service, as it needs.</summary>
public sealed class QualificationStep : TaskOrchestrator<StepInput, QualificationOutcome>
{
    public override async Task<QualificationOutcome> RunAsync(TaskOrchestrationContext context, StepInput input)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(input);
        var opinion = await context.AskAsync(input.Ask("qualify"));
        for (var round = 1; opinion.Choice is "more-information" or "legal-opinion"; round++)
        {
            await context.AskAsync(input.Ask(opinion.Choice == "legal-opinion" ? "advise" : "inform", round));
            opinion = await context.AskAsync(input.Ask("qualify", round + 1));
        }

        var outcome = opinion.Choice == "favourable" ? QualificationOutcome.Favourable : QualificationOutcome.Unfavourable;
        await context.DoAsync(nameof(ConcludeStep), new StepConclusion(input, outcome.ToString()));
        return outcome;
    }
}
