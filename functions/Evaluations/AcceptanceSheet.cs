using Microsoft.AspNetCore.Http;
using RegionSud.AiWorkflow.Acceptance;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Evaluations;

/// <summary>What was typed in the plan's form.</summary>
/// <param name="Rows">As the page had them, empty ones too.</param>
public sealed record TypedPlan(IReadOnlyList<TypedMeasure> Rows, string Reason, bool DropsSet)
{
    /// <summary>The fields of a posted form: rows from <c>m1-…</c> on.</summary>
    public static TypedPlan Of(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        // A row more than a plan may have, so that too many are told and not lost.
        var rows = Enumerable.Range(0, AcceptancePlan.MostMeasures + 1).Select(row => new TypedMeasure(Field(row, "id"), Field(row, "nom"), Field(row, "unite"), Field(row, "seuil"), Field(row, "sens"), Field(row, "methode"))).ToList();
        return new TypedPlan(rows, form["motif"].ToString(), form["retirer"].ToString().Length > 0);

        string Field(int row, string part) => form[AcceptanceReading.FieldOf(row, part)].ToString();
    }

    /// <summary>A plan as its form shows it.</summary>
    public static TypedPlan Of(AcceptancePlan? plan) => new(
        [.. (plan?.Measures ?? []).Select(measure => new TypedMeasure(measure.Id, measure.Name, measure.Unit, Pages.French.Figure(measure.Threshold), measure.Better.ToString(), measure.Method))], "", false);
}

/// <summary>What was typed in the results' form.</summary>
/// <param name="Values">Per measure id.</param>
public sealed record TypedResults(IReadOnlyDictionary<string, string> Values, string Note);

/// <summary>All that the page of a case's acceptance test shows.</summary>
/// <param name="Test">Null before the plan, or once it was erased.</param>
/// <param name="Plan">What the plan's form holds.</param>
/// <param name="Results">What the results' form holds; null on a first look.</param>
/// <param name="Rows">How many rows the plan's form has.</param>
/// <param name="MayWrite">Whether the visitor may change the plan and report results; others look.</param>
public sealed record AcceptanceSheet(
    CaseFile File, AcceptanceFile? Test, TypedPlan Plan, TypedResults? Results, int Rows, IReadOnlyList<Problem> Problems, bool MayWrite, string Token)
{
    /// <summary>It was just written: <c>plan</c> or <c>resultats</c>; null otherwise.</summary>
    public string? Saved { get; init; }

    /// <summary>Whether the form of a plan that there is already is shown unfolded: something in it is to be mended, or more rows were asked for.</summary>
    public bool ShowsPlan { get; init; }

    /// <summary>The models of the case as the results' form carries them, so that a change in between is seen.</summary>
    public static string MarkOf(IReadOnlyList<ModelUse> models) => string.Join('\n', models.Select(model => $"{model.ModelId}\t{model.Version}").Order(StringComparer.Ordinal));

    /// <summary>What a field is called.</summary>
    public string? LabelOf(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (field.StartsWith("r-", StringComparison.Ordinal))
            return Test?.Plan.Find(field[2..])?.Name;
        return field switch
        {
            "motif" => "Pourquoi le plan change",
            "jeu" => "Jeu d’essai",
            "fichier" => "Fichier des résultats",
            "note" => "Note",
            _ when field.Split('-') is [['m', .. var row], var part] => $"Mesure {row}, {part switch { "nom" => "nom", "unite" => "unité", "seuil" => "seuil", "sens" => "sens", _ => "méthode" }}",
            _ => null,
        };
    }
}
