using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Tests.Steps;

/// <summary>Answers that a real person could give, for any form of the rules.</summary>
public static class SampleAnswers
{
    private static readonly Dictionary<string, string> Particular = new(StringComparer.Ordinal)
    {
        ["title"] = "Résumer les comptes rendus de commission",
        ["prohibited-practice"] = "none",
        ["rights"] = "yes",
        ["high-risk-area"] = "none",
        ["interacts"] = "yes",
        ["solely-automated"] = "no",
        ["lawful-basis"] = "public-task",
        ["hosting"] = "region",
        ["isolated"] = "yes",
        ["message-shown"] = "yes",
        ["model"] = "mistral-petit",
        ["model-version"] = "2026-01",
        ["end-date"] = "",
        ["deleted-on"] = "2026-11-02",
        ["users"] = "agents",
        ["experiment"] = "no",
        ["decision"] = "no",
        ["personal-data"] = "no",
        ["personal-data-confirmed"] = "no",
        ["dpia"] = "no",
    };

    /// <summary>An answer to every question of the form, with some replaced.</summary>
    public static Dictionary<string, string> For(FormDefinition form, params (string Question, string Answer)[] replaced)
    {
        var answers = form.Questions.ToDictionary(question => question.Id, question => Particular.GetValueOrDefault(question.Id) ?? question.Kind switch
        {
            QuestionKind.YesNo => "yes",
            QuestionKind.Choice => question.Options[0].Id,
            QuestionKind.Date => "2026-11-02",
            QuestionKind.Number => "12",
            _ => $"Réponse à « {question.Id} » : l’équipe l’a vérifié.",
        });
        if (answers.ContainsKey("end-date"))
            answers["end-date"] = TimeProvider.System.ParisToday().AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (question, answer) in replaced)
            answers[question] = answer;
        return answers;
    }
}
