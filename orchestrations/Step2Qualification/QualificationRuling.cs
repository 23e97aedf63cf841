using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step2Qualification;

/// <summary>What follows from the characterisation sheet (clauses 4.1.1-a, 4.1.1-b, 4.1.3-a, 4.2.4-a). Pure.</summary>
internal static class QualificationRuling
{
    public static Ruling On(Question question)
    {
        if (question.Sheet is not { } sheet)
            return Ruling.Plain;
        var classification = RiskClassification.Classify(question.Rules.Risk, sheet, question.Today);
        if (question.Choice.Id == "favourable" && classification.Prohibitions is [var row, ..])
            return Ruling.Against("choix", $"{row.Reason} ({row.Article}) Seul un avis défavorable est possible.");

        List<string> facts = [];
        if (classification.Prohibitions.Count > 0)
            facts.Add(CaseFacts.Prohibited);
        if (sheet.Yes("personal-data-confirmed"))
            facts.Add(CaseFacts.PersonalData);
        if (sheet.Yes("dpia"))
            facts.Add(CaseFacts.DpiaRequired);
        return new Ruling([], [new CaseEvent.RiskClassified(classification.Class, [.. classification.Rows.Select(held => held.Id)], question.Rules.Version)], facts);
    }
}
