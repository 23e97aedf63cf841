using RegionSud.AiWorkflow.Charter.AiAct;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.Charter.Gates;
using RegionSud.AiWorkflow.Charter.Gdpr;
using RegionSud.AiWorkflow.Charter.Law;
using RegionSud.AiWorkflow.Charter.Scores;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>The rules as they were loaded at the start: data with a version. Activities and pages read them, orchestrators never.</summary>
public sealed record CharterRules
{
    /// <summary>Version of the whole set, kept on every decision: <c>2026-2+1f2e3d4c</c>, the end being a hash of all files.</summary>
    public required string Version { get; init; }

    public required IReadOnlyDictionary<string, FormDefinition> Forms { get; init; }

    public required IReadOnlyDictionary<string, TaskKind> Tasks { get; init; }

    public required RoleDirectory Directory { get; init; }

    public required AiActRules AiAct { get; init; }

    public required GdprRules Gdpr { get; init; }

    public required GateRules Gates { get; init; }

    public required ScoreRules Scores { get; init; }

    public required Weights Weights { get; init; }

    public required DutyRules Duties { get; init; }

    public required DocumentRules Documents { get; init; }

    public required LegalCalendar Calendar { get; init; }

    public required ClauseRules Clauses { get; init; }

    public required Delays Delays { get; init; }

    public required IntakeRules Intake { get; init; }

    public required MailRules Mail { get; init; }

    public required ModelRules Models { get; init; }

    public required IncidentRules Incidents { get; init; }

    /// <summary>Version of each file, by its name without extension: <c>forms/need</c>, <c>ai-act</c>…</summary>
    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    /// <summary>The definition that a downloaded form's code names, of this version or of one that migrates to it; null when it is no form of ours.</summary>
    public FormDefinition? FormOfCode(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return Forms.Values.FirstOrDefault(form => form.VersionOfCode(code) is not null);
    }

    /// <summary>A row that an AI Act finding or a gate names in a journal; null when these rules have it no more.</summary>
    public RuleRow? FindRow(string id) =>
        AiAct.Rows.Concat<RuleRow>(Gates.Rows).Concat(Gdpr.Rows).FirstOrDefault(row => row.Id == id);

    /// <summary>The articles of a row, as the law is cited; the charter's clause where it has none.</summary>
    public string Cite(RuleRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Articles.Count > 0 ? string.Join("\u202f; ", row.Articles.Select(id => Calendar[id].Name)) : $"Charte, {row.Clause[..row.Clause.IndexOf('-', StringComparison.Ordinal)]}";
    }
}

/// <summary>The administration's own calendar: <c>delays.yaml</c>.</summary>
public sealed record Delays : RulesFile
{
    /// <summary>Closure days of the administration beside the public holidays.</summary>
    public required IReadOnlyList<DateOnly> ClosureDays { get; init; }

    /// <summary>When people are reminded: no mail of that sort leaves at night or on a day that is not worked.</summary>
    public required MailHours MailHours { get; init; }

    /// <summary>For refused needs.</summary>
    public required RefusalDelays Refusal { get; init; }

    /// <summary>For what a decider asks of others.</summary>
    public required ConsultationDelays Consultation { get; init; }

    /// <summary>Working days between two periodic re-checks, per risk class (5.6-a).</summary>
    public required RecheckIntervals Recheck { get; init; }
}

/// <summary>What a refusal leaves open.</summary>
public sealed record RefusalDelays
{
    /// <summary>Working days within which its author may contest it, once.</summary>
    public required int ContestWithin { get; init; }

    /// <summary>Months after which the need may be looked at again.</summary>
    public required int ReviewAfterMonths { get; init; }
}

/// <summary>Working days for the answer to what a decider asks of others.</summary>
public sealed record ConsultationDelays
{
    /// <summary>A question to the author of the need.</summary>
    public required int Question { get; init; }

    /// <summary>An opinion.</summary>
    public required int Opinion { get; init; }

    /// <summary>After that, a reminder each so many days.</summary>
    public required int ThenEvery { get; init; }
}

/// <summary>Hours in Paris between which people are reminded.</summary>
public sealed record MailHours
{
    /// <summary>0 to 23.</summary>
    public required int From { get; init; }

    /// <summary>That hour not included: 1 to 24.</summary>
    public required int To { get; init; }
}

/// <summary>Working days between two periodic re-checks.</summary>
public sealed record RecheckIntervals
{
    public required int Minimal { get; init; }

    public required int Limited { get; init; }

    public required int High { get; init; }

    /// <summary>The interval of a class; an unclassified case is looked at as often as a high risk.</summary>
    public int Of(Cases.RiskClass? risk) => risk switch
    {
        Cases.RiskClass.Minimal => Minimal,
        Cases.RiskClass.Limited => Limited,
        _ => High,
    };
}
