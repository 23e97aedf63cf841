using System.Globalization;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Edge.Adapters.Forms;

/// <summary>The French sentences that every downloadable form says around a question, whatever its file format.</summary>
internal static class FormWording
{
    public const string Owner = "Région Sud · Charte d’utilisation de l’intelligence artificielle";
    public const string Optional = "(facultatif)";
    public const string NotChosen = "– Choisir –";

    /// <summary>How to fill and send back the file.</summary>
    public const string Instructions =
        "Remplissez les champs à l’écran, enregistrez le fichier, puis déposez-le tel quel : vos réponses seront reprises sans ressaisie.";

    /// <summary>Where the frames have a fixed size.</summary>
    public const string LongText = " Un texte plus long que son cadre reste entier.";

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");
    private static readonly Option[] YesOrNo = [new() { Id = "yes", Label = "Oui" }, new() { Id = "no", Label = "Non" }];

    /// <summary>What can be chosen; empty where one writes.</summary>
    public static IReadOnlyList<Option> OptionsOf(Question question) => question.Kind switch
    {
        QuestionKind.YesNo => YesOrNo,
        QuestionKind.Choice => question.Options,
        _ => [],
    };

    /// <summary>Whether the label needs the mark of an optional question; some helps already begin by saying so.</summary>
    public static bool MarkedOptional(Question question) =>
        !question.Required && !question.Help.StartsWith("Facultati", StringComparison.OrdinalIgnoreCase);

    /// <summary>The wording of a question as it is printed: with the mark of an optional one where it needs it.</summary>
    public static string LabelOf(Question question) => MarkedOptional(question) ? $"{question.Label} {Optional}" : question.Label;

    /// <summary>The clause that the answer serves, such as « Charte, 2.2-a ».</summary>
    public static string Clause(Question question) => $"Charte, {question.Clause}";

    /// <summary>Under the label, in this order: when to answer, the help, the expected shape. Empty when there is nothing to say.</summary>
    public static string Help(FormDefinition form, Question question)
    {
        string[] sentences = [Condition(form, question), question.Help, Shape(question)];
        return string.Join(' ', sentences.Where(sentence => sentence.Length > 0));
    }

    /// <summary>« À remplir si … », or empty.</summary>
    public static string Condition(FormDefinition form, Question question)
    {
        if (question.WhenText.Length > 0)
            return question.WhenText;
        if (question.When is not { } when)
            return "";
        var text = ClauseOf(when, part => Answered(form, part));
        return text.Length > 0 ? $"À remplir si {text}." : "À remplir si votre cas d’usage est concerné.";
    }

    /// <summary>A condition as a French clause, after « si »; empty when nothing of it can be said.</summary>
    /// <param name="answered">Says of a question that it is answered by one of the condition's answers; empty for what is left unsaid.</param>
    public static string ClauseOf(Condition condition, Func<Condition, string> answered)
    {
        if (condition.All.Count > 0)
            return Joined(condition.All, " et si ");
        if (condition.Any.Count > 0)
            return Joined(condition.Any, " ou si ");
        if (condition.Not is { } not)
            return ClauseOf(not, answered) is { Length: > 0 } denied ? $"il n’est pas vrai que {denied}" : "";
        return answered(condition);

        string Joined(IReadOnlyList<Condition> parts, string by) =>
            string.Join(by, parts.Select(part => ClauseOf(part, answered)).Where(text => text.Length > 0));
    }

    private static string Answered(FormDefinition form, Condition condition) => condition.Question is { } id && form.Find(id) is { } asked
        ? $"vous avez répondu {string.Join(" ou ", condition.Is.Select(value => $"« {LabelOf(asked, value)} »"))} à la question {NumberOf(form, asked)}"
        : "";

    /// <summary>One-based place of the question in its form, as printed before its label.</summary>
    public static int NumberOf(FormDefinition form, Question question) => form.Questions.ToList().IndexOf(question) + 1;

    private static string Shape(Question question) => question.Kind switch
    {
        QuestionKind.Date => "Date au format jj/mm/aaaa.",
        QuestionKind.Number => "Un nombre entier, en chiffres.",
        QuestionKind.Model => "L’identifiant du modèle dans l’inventaire.",
        QuestionKind.Line or QuestionKind.Text => $"{question.MaxLength.ToString("N0", French)} caractères au plus.",
        _ => "",
    };

    private static string LabelOf(Question asked, string value) =>
        OptionsOf(asked).FirstOrDefault(option => option.Id == value)?.Label ?? value;
}
