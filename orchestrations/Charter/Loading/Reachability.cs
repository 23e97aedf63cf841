using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>Whether any answers at all can make a condition hold. Pure.</summary>
internal static class Reachability
{
    /// <summary>Whether a condition over a form's questions can hold. Facts are taken as possible.</summary>
    public static bool CanHold(FormDefinition form, Condition? condition) => condition is null || Ways(form, condition, []).Any();

    // Each way is a set of answers left possible per question; lazily, since the first one is enough.
    private static IEnumerable<Dictionary<string, HashSet<string>>> Ways(FormDefinition form, Condition condition, Dictionary<string, HashSet<string>> given)
    {
        if (condition.All.Count > 0)
            return condition.All.Aggregate<Condition, IEnumerable<Dictionary<string, HashSet<string>>>>([given], (ways, each) => ways.SelectMany(way => Ways(form, each, way)));
        if (condition.Any.Count > 0)
            return condition.Any.SelectMany(each => Ways(form, each, given));
        if (condition.Not is { Question: { } denied } not)
            return Narrow(form, denied, given, value => !not.Is.Contains(value), asked: false);
        if (condition.Question is { } question)
            return Narrow(form, question, given, condition.Is.Contains, asked: true);
        return [given];
    }

    private static IEnumerable<Dictionary<string, HashSet<string>>> Narrow(
        FormDefinition form, string id, Dictionary<string, HashSet<string>> given, Func<string, bool> allowed, bool asked)
    {
        if (form.Find(id) is not { } question)
            return [];
        var left = given.GetValueOrDefault(id) ?? [.. AnswersOf(question)];
        var narrowed = left.Where(allowed).ToHashSet(StringComparer.Ordinal);
        if (narrowed.Count == 0)
            return [];
        var way = new Dictionary<string, HashSet<string>>(given, StringComparer.Ordinal) { [id] = narrowed };
        return asked && question.When is { } when ? Ways(form, when, way) : [way];
    }

    /// <summary>The answers that a condition can name.</summary>
    public static IEnumerable<string> AnswersOf(Question question) => question.Kind switch
    {
        QuestionKind.YesNo => ["yes", "no"],
        QuestionKind.Choice => question.Options.Select(option => option.Id),
        _ => [],
    };
}
