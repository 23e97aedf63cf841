using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Models;

namespace RegionSud.AiWorkflow.Charter;

/// <summary>How models are admitted, and what their changes ask of cases: <c>models.yaml</c>.</summary>
public sealed record ModelRules : RulesFile
{
    /// <summary>Opinions without which no model is approved; each must be favourable.</summary>
    public required IReadOnlyList<AdmissionSubject> Opinions { get; init; }

    /// <summary>What each kind of difference asks; of several the hardest counts.</summary>
    public required IReadOnlyList<GradeOfAspect> Grades { get; init; }

    /// <summary>What becomes of the use meanwhile: the first row that fits; it goes on where none does.</summary>
    public required IReadOnlyList<MeanwhileRule> Meanwhile { get; init; }

    public required RetirementNotice Retirement { get; init; }

    /// <summary>Days before the end of a guarantee from which it is shown as about to run out.</summary>
    public required int GuaranteeDays { get; init; }

    /// <summary>Days for which a source may fail before that is an alert of its own.</summary>
    public required int SourceFailureDays { get; init; }

    /// <summary>What differences ask of the cases that use the model.</summary>
    public ChangeGrade GradeOf(IEnumerable<ModelDifference> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        return differences.Select(difference => Grades.FirstOrDefault(row => row.Aspect == difference.Aspect)?.Grade ?? ChangeGrade.Full).DefaultIfEmpty(ChangeGrade.None).Max();
    }

    /// <summary>What becomes of a use while a change is dealt with.</summary>
    public UseMeanwhile MeanwhileOf(ChangeGrade grade, RiskClass? risk) =>
        Meanwhile.FirstOrDefault(row => row.Grade == grade && (row.Class is null || row.Class == risk))?.Use ?? UseMeanwhile.GoesOn;

    /// <summary>The first day on which a retirement is told to cases.</summary>
    public DateOnly TellOn(Retirement retirement)
    {
        ArgumentNullException.ThrowIfNull(retirement);
        return retirement.On.AddDays(-(retirement.SameFamily ? Retirement.Light : Retirement.Full));
    }
}

/// <summary>A kind of difference and what it asks.</summary>
public sealed record GradeOfAspect
{
    public required ModelAspect Aspect { get; init; }

    public required ChangeGrade Grade { get; init; }
}

/// <summary>What becomes of a use, by what a change asks and by its class under the AI Act.</summary>
public sealed record MeanwhileRule
{
    public required ChangeGrade Grade { get; init; }

    /// <summary>Any class when absent.</summary>
    public RiskClass? Class { get; init; }

    public required UseMeanwhile Use { get; init; }
}

/// <summary>How early a retirement is told, in days.</summary>
public sealed record RetirementNotice
{
    /// <summary>Where the replacement is of another family, or there is none.</summary>
    public required int Full { get; init; }

    /// <summary>Where the replacement is of the same family.</summary>
    public required int Light { get; init; }
}
