using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>What follows from the need's answers. Pure.</summary>
internal static class NeedRuling
{
    public static Ruling On(HumanTasks.Question question) =>
        question.Sheet is { } need ? new Ruling([], [], FactsOf(need)) : Ruling.Plain;

    public static IReadOnlyList<string> FactsOf(Answers need) => need.Yes("personal-data") ? [CaseFacts.PersonalData] : [];
}
