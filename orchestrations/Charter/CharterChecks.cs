using System.Text.RegularExpressions;
using RegionSud.AiWorkflow.Charter.Forms;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>What a rules file can get wrong beyond its syntax. Pure.</summary>
public static partial class CharterChecks
{
    /// <summary>Every fault found, each naming its file and row; none when the rules can be used.</summary>
    public static IEnumerable<string> Faults(CharterRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return rules.Forms.Values.SelectMany(OfForm)
            .Concat(rules.Tasks.Values.SelectMany(task => OfTask(task, rules)))
            .Concat(rules.Risk.Rows.SelectMany(row => OfRisk(row, rules)));
    }

    private static IEnumerable<string> OfForm(FormDefinition form)
    {
        var seen = new Dictionary<string, Question>(StringComparer.Ordinal);
        foreach (var question in form.Questions)
        {
            var place = $"forms/{form.Id}.yaml, question '{question.Id}'";
            if (!Identifier().IsMatch(question.Id))
                yield return $"{place}: an id is lower-case words joined by hyphens.";
            if (!Clause().IsMatch(question.Clause))
                yield return $"{place}: '{question.Clause}' is not a clause.";
            if (question.Kind == QuestionKind.Choice == (question.Options.Count == 0))
                yield return $"{place}: a choice has options, and nothing else has.";
            if (question.When is { Question: { } other } when)
            {
                if (!seen.TryGetValue(other, out var target))
                    yield return $"{place}: its condition names '{other}', which is not an earlier question.";
                else if (when.Is.Count == 0 || when.Is.FirstOrDefault(id => !CanBe(target, id)) is not null)
                    yield return $"{place}: its condition names an answer that '{other}' cannot have.";
            }

            if (!seen.TryAdd(question.Id, question))
                yield return $"{place}: the id is used twice.";
        }
    }

    private static IEnumerable<string> OfTask(TaskKind task, CharterRules rules)
    {
        var place = $"tasks.yaml, task '{task.Id}'";
        if (task.Form is { } form && !rules.Forms.ContainsKey(form))
            yield return $"{place}: there is no form '{form}'.";
        if (task.Choices.Count == 0 || task.Choices.Select(choice => choice.Id).Distinct().Count() != task.Choices.Count)
            yield return $"{place}: it needs choices, each with an id of its own.";
        if (!Clause().IsMatch(task.Clause))
            yield return $"{place}: '{task.Clause}' is not a clause.";
        if (task.Delay.Due < 1 || task.Delay.ThenEvery < 1 || !Ascends(task.Delay.Remind) || !Ascends(task.Delay.Escalate))
            yield return $"{place}: delays are of one working day or more, in ascending order.";
    }

    private static IEnumerable<string> OfRisk(RiskRow row, CharterRules rules)
    {
        var place = $"risk.yaml, row '{row.Id}'";
        var question = rules.Forms.GetValueOrDefault("characterisation")?.Find(row.Question);
        if (question is null)
            yield return $"{place}: the characterisation sheet has no question '{row.Question}'.";
        else if (row.Is.FirstOrDefault(id => !CanBe(question, id)) is { } id)
            yield return $"{place}: '{row.Question}' cannot be answered by '{id}'.";
        if (row.Class is null && !row.Forbids)
            yield return $"{place}: it leads to no class and forbids nothing.";
    }

    private static bool CanBe(Question question, string id) => question.Kind switch
    {
        QuestionKind.YesNo => id is "yes" or "no",
        QuestionKind.Choice => question.Options.Any(option => option.Id == id),
        _ => false,
    };

    private static bool Ascends(IReadOnlyList<int> days) => days.Zip(days.Skip(1)).All(pair => pair.First < pair.Second) && days.All(day => day > 0);

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^\d+(\.\d+){0,2}-[a-e]$", RegexOptions.CultureInvariant)]
    private static partial Regex Clause();
}
