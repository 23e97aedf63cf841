using System.Globalization;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Step3Arbitration;

/// <summary>Reads the conditions that the DGS typed: each with its text, its owner and its date, or none at all (clause 5.3-b). Pure.</summary>
public static class ConditionReading
{
    /// <summary>How many conditions an acceptance carries at most.</summary>
    public const int Most = 5;

    private const int TextLength = 1000;

    /// <summary>Who can answer for a condition.</summary>
    public static IReadOnlyList<Role> Owners { get; } = [Role.Dsipn, Role.Dtisu, Role.Dpo, Role.Rssi, Role.DirectorateHead, Role.Legal];

    /// <summary>Name of a condition's first field; <c>-porteur</c> and <c>-date</c> follow it for the others.</summary>
    /// <param name="number">From 1.</param>
    public static string FieldOf(int number) => string.Create(CultureInfo.InvariantCulture, $"condition-{number}");

    /// <summary>The conditions that are complete, and what is to be mended: a condition that was begun is never dropped in silence.</summary>
    /// <param name="typed">In the page's order; those left empty are passed over, and the others keep their number.</param>
    /// <param name="today">In Paris.</param>
    public static (IReadOnlyList<ConditionText> Conditions, IReadOnlyList<Problem> Problems) Read(IReadOnlyList<TypedCondition> typed, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var (conditions, problems) = (new List<ConditionText>(), new List<Problem>());
        for (var number = 1; number <= typed.Count; number++)
        {
            var one = typed[number - 1];
            if (!one.IsBegun)
                continue;
            var faults = Faults(number, one, today).ToList();
            problems.AddRange(faults);
            if (faults.Count == 0)
                conditions.Add(new ConditionText(number, one.Text!.Trim(), OwnerOf(one.Owner)!.Value, FormFilling.DateOf(one.Due)!.Value));
        }

        return (conditions, problems);
    }

    private static IEnumerable<Problem> Faults(int number, TypedCondition typed, DateOnly today)
    {
        var field = FieldOf(number);
        if (!TypedWords.Are(typed.Text))
            yield return new Problem(field, $"Condition {number}\u00a0: écrivez ce qui doit être fait, ou videz ses trois champs.");
        else if (typed.Text.Trim().Length > TextLength)
            yield return new Problem(field, string.Create(CultureInfo.GetCultureInfo("fr-FR"), $"Condition {number}\u00a0: raccourcissez, {TextLength:N0} caractères au plus."));
        if (OwnerOf(typed.Owner) is null)
            yield return new Problem($"{field}-porteur", $"Condition {number}\u00a0: choisissez qui en répond.");
        if (FormFilling.DateOf(typed.Due) is not { } due || due <= today || due > today.AddYears(2))
            yield return new Problem($"{field}-date", $"Condition {number}\u00a0: indiquez sa date, demain au plus tôt, dans deux ans au plus tard.");
    }

    private static Role? OwnerOf(string? name)
    {
        foreach (var role in Owners)
        {
            if (role.ToString() == name)
                return role;
        }

        return null;
    }
}
