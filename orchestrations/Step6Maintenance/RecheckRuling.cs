using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step6Maintenance;

/// <summary>What follows from the answer to a re-check: a use that is forbidden by now cannot be found conform (4.1.1-b, 4.1.3-a). Pure.</summary>
internal static class RecheckRuling
{
    public static Ruling On(Question question) =>
        question.Choice.Id == "conform" && question.File.AssessOn(question.Rules, question.Today)?.Gates.Final.FirstOrDefault() is { } final
            ? Ruling.Against("choix", $"{final.Text} ({question.Rules.Cite(final)}) L’usage ne peut plus être jugé conforme\u00a0: choisissez une autre réponse.")
            : Ruling.Plain;
}
