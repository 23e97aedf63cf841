using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>What follows from the need's answers. Pure.</summary>
internal static class NeedRuling
{
    private static readonly string[] Needed = ["clear", "suited", "charter"];

    public static Ruling On(HumanTasks.Question question) =>
        question.Sheet is { } need ? new Ruling([], [], FactsOf(need)) : Ruling.Plain;

    /// <summary>A need is passed on only when it is clear, suited to AI and in keeping with the charter (clause 5.1-b).</summary>
    public static Ruling OnReview(HumanTasks.Question question)
    {
        if (question.Sheet is not { } review)
            return Ruling.Plain;
        return Needed.FirstOrDefault(id => !review.Yes(id)) is { } doubt
            ? Ruling.Against($"q-{doubt}", "Le besoin ne peut pas être transmis sur cette réponse\u00a0: renvoyez-le à son auteur en disant ce qui manque, ou proposez de le clore.")
            : Ruling.Plain;
    }

    public static IReadOnlyList<string> FactsOf(Answers need) => need.Yes("personal-data") ? [CaseFacts.PersonalData] : [];
}
