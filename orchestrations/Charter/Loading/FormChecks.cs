using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter.Loading;

/// <summary>What a form can get wrong. Pure.</summary>
internal static partial class FormChecks
{
    public static IEnumerable<string> Faults(FormDefinition form, KnownNames known, RulesDocument document)
    {
        var seen = new Dictionary<string, Question>(StringComparer.Ordinal);
        foreach (var question in form.Questions)
        {
            foreach (var reason in OfQuestion(form, question, known, seen))
                yield return document.Fault(question.Id, reason);
            if (!seen.TryAdd(question.Id, question))
                yield return document.Fault(question.Id, "the id is used twice.", 1);
        }

        foreach (var migration in form.Migrations)
        {
            foreach (var target in migration.Renamed.Values.Concat(migration.Answers.Keys).Concat(migration.Again).Where(id => form.Migrations[^1] == migration && form.Find(id) is null))
                yield return document.FaultAt("$.migrations", $"the migration from {migration.From} leads to '{target}', which is not a question.");
        }
    }

    private static IEnumerable<string> OfQuestion(FormDefinition form, Question question, KnownNames known, Dictionary<string, Question> seen)
    {
        if (!Identifier().IsMatch(question.Id))
            yield return "an id is lower-case words joined by hyphens.";
        if (string.IsNullOrWhiteSpace(question.Label))
            yield return "its French text is missing.";
        if (string.IsNullOrWhiteSpace(question.Source))
            yield return "its source is missing.";
        if (question is { Since: { } since, Until: { } until } && until <= since)
            yield return "it ends before it begins.";
        if (!known.Clauses.Contains(question.Clause))
            yield return $"'{question.Clause}' is not a clause of clauses.yaml.";
        if (question.Articles.FirstOrDefault(article => !known.Articles.Contains(article)) is { } unknown)
            yield return $"legal-calendar.yaml has no article '{unknown}'.";
        if (question.Kind == QuestionKind.Choice == (question.Options.Count == 0))
            yield return "a choice has options, and nothing else has.";
        if (question.Options.Select(option => option.Id).Distinct().Count() != question.Options.Count)
            yield return "two options have the same id.";
        if (question.Options.Any(option => string.IsNullOrWhiteSpace(option.Label)))
            yield return "an option's French text is missing.";
        if (question.Gravity.Count > 0 && !question.Gravity.ToHashSet().SetEquals(Reachability.AnswersOf(question)))
            yield return "its gravity must name each of its answers once.";
        if (question.When is not { } when)
            yield break;
        foreach (var reason in ConditionChecks.Faults(when, form, known))
            yield return reason;
        foreach (var later in when.Questions.Where(id => form.Find(id) is not null && !seen.ContainsKey(id)))
        {
            yield return form.Find(later)!.When?.Questions.Contains(question.Id) == true || later == question.Id
                ? $"its condition and that of '{later}' make a cycle."
                : $"its condition names '{later}', which comes after it.";
        }

        if (form.Id == Assessment.Sheet && when.Leaves.FirstOrDefault(leaf => leaf.Fact is not null && known.Concluded.Contains(leaf.Fact)) is { Fact: { } fact })
            yield return $"its condition names '{fact}', which is concluded from this very form.";
        if (!Reachability.CanHold(form, when))
            yield return "it can never be asked: its condition cannot hold.";
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    internal static partial Regex Identifier();
}

/// <summary>What a condition can get wrong. Pure.</summary>
internal static class ConditionChecks
{
    public static IEnumerable<string> Faults(Condition condition, FormDefinition form, KnownNames known)
    {
        var said = (condition.All.Count > 0 ? 1 : 0) + (condition.Any.Count > 0 ? 1 : 0) + (condition.Not is null ? 0 : 1) + (condition.Question is null ? 0 : 1) + (condition.Fact is null ? 0 : 1);
        if (said != 1 || condition.Question is null == condition.Is.Count > 0)
            return ["a condition is one of all, any, not, fact, or question with is."];
        return condition.All.Concat(condition.Any).Concat(condition.Not is null ? [] : [condition.Not])
            .SelectMany(inner => Faults(inner, form, known))
            .Concat(OfLeaf(condition, form, known));
    }

    private static IEnumerable<string> OfLeaf(Condition condition, FormDefinition form, KnownNames known)
    {
        if (condition.Fact is { } fact && !known.Facts.Contains(fact))
            yield return $"no row concludes the fact '{fact}'.";
        if (condition.Question is not { } id)
            yield break;
        if (form.Find(id) is not { } question)
            yield return $"its condition names '{id}', which is not a question of forms/{form.Id}.yaml.";
        else if (condition.Is.FirstOrDefault(answer => !Reachability.AnswersOf(question).Contains(answer)) is { } impossible)
            yield return $"'{id}' cannot be answered by '{impossible}'.";
    }
}
