using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step4Development;

/// <summary>The models that DSIPN declares become the case's (clause 4.1.4-b). Pure.</summary>
internal static class DevelopmentRuling
{
    public static Ruling On(Question question)
    {
        if (question.Sheet is not { } sheet)
            return Ruling.Plain;
        if (sheet["hosting"] == "outside" && question.File.Answers.GetValueOrDefault("characterisation")?["transfer-frame"] is null or "none")
            return Ruling.Against("q-hosting", "La qualification ne nomme aucun cadre pour un transfert hors de l’Union européenne\u00a0: choisissez un hébergement dans l’Union, ou renvoyez le cas à l’arbitrage.");
        return new Ruling([], [new CaseEvent.ModelsDeclared([new ModelUse(sheet["model"]!, sheet["model-version"]!)])], []);
    }
}
