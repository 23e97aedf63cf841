using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step2Qualification;

/// <summary>What follows from the characterisation sheet and from the legal opinion (clauses 2.3-a, 4.1.1-a to 4.1.3-a, 4.2-a, 4.2.4-a). Pure.</summary>
internal static class QualificationRuling
{
    public static Ruling On(Question question)
    {
        if (question.Kind.Id == "advise")
            return OnOpinion(question);
        if (question.Sheet is not { } sheet)
            return Ruling.Plain;
        var assessment = Assessment.Of(question.Rules, sheet.Texts, question.Today, Earlier(question.File.Case));
        if (question.Choice.Id == "favourable" && Against(question, assessment) is { } refusal)
            return refusal;
        return new Ruling(
            [],
            [
                new CaseEvent.RiskClassified(assessment.AiAct.Class, [.. assessment.Reasons.Select(row => row.Id)], question.Rules.Version),
                assessment.ToEvent(question.Rules.Version),
                assessment.ToPoints(),
            ],
            [.. assessment.Facts.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Facts of other forms than the sheet, which its own questions may hang on.</summary>
    private static Func<string, bool> Earlier(UseCase useCase) =>
        fact => useCase.FactsByForm.Any(form => form.Key != Assessment.Sheet && form.Value.Contains(fact));

    private static Ruling? Against(Question question, Assessment assessment)
    {
        if (assessment.Gates.Final.FirstOrDefault() is { } final)
            return Ruling.Against("choix", $"{final.Text} ({question.Rules.Cite(final)}) Seul un avis défavorable est possible.");
        return assessment.Gates.Liftable.FirstOrDefault(gate => !question.File.Case.LiftedGates.Contains(gate.Id)) is { } stop
            ? Ruling.Against("choix", $"{stop.Text} Choisissez «\u00a0Demander l’avis du service juridique\u00a0», ou rendez un avis défavorable.")
            : null;
    }

    private static Ruling OnOpinion(Question question) =>
        question.Choice.Id == "lift" && question.File.Case.Assessed is { } assessed
            ? new Ruling(
                [],
                [new CaseEvent.GatesLifted([.. assessed.Gates.Where(gate => gate.Outcome == "stop" && question.Rules.Gates.Rows.Any(row => row.Id == gate.Gate && row.LiftedBy == Role.Legal)).Select(gate => gate.Gate)])],
                [])
            : new Ruling([], [new CaseEvent.GatesLifted([])], []);
}
