using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>
/// A prohibited use, or one that a stop of the law still holds, can only be refused, and the refusal is the DGS's own act (clauses 4.1.1-b, 4.1.3-a,
/// 2.4-b). What was decided keeps the weights and scores that the DGS saw, and the conditions that it set. Pure.
/// </summary>
internal static class ArbitrationRuling
{
    public static Ruling On(Question question)
    {
        if (question.Choice.Id != "refuse")
        {
            if (question.File.Case.Has(CaseFacts.Prohibited))
                return Ruling.Against("choix", "La qualification a relevé un usage interdit\u00a0: il ne peut être que refusé. Choisissez «\u00a0Refuser\u00a0» et donnez la justification que la direction recevra.");
            if (question.Choice.Id != "defer" && question.File.Case.StandingStops.Any())
                return Ruling.Against("choix", "Un blocage de droit n’a pas été levé par le service juridique\u00a0: le cas peut être refusé, ou différé jusqu’à son avis.");
        }

        DateOnly? review = question.Choice.Id == "refuse" ? question.Today.AddMonths(question.Rules.Delays.Refusal.ReviewAfterMonths) : null;
        return new Ruling([], [.. Following(question)], [], review);
    }

    private static IEnumerable<CaseEvent> Following(Question question)
    {
        if (question.File.AssessOn(question.Rules, question.Today)?.Scores is { } scores)
            yield return new CaseEvent.WeightsApplied(question.TaskId, scores.WeightsVersion, scores.Scores.ToDictionary(score => score.Definition.Id, score => score.Points));
        if (question.Conditions.Count > 0)
            yield return new CaseEvent.ConditionsSet(question.TaskId, [.. question.Conditions.Select(condition => new AcceptanceCondition(condition.Number, condition.Owner, condition.Due))]);
    }
}
