using System.Security.Cryptography;
using System.Text;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Charter.Forms;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Models;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.TakeOver;

/// <summary>A use of AI that existed before the system did.</summary>
/// <param name="Reference">The region's own name for it: whoever brings it again finds the first case.</param>
/// <param name="Form">Its need as far as it is known, as the case's original.</param>
/// <param name="Directorate">Id of the directorate.</param>
/// <param name="Email">Who answers for it.</param>
/// <param name="Step">The step that it is really in.</param>
/// <param name="InProductionSince">For one that is in use; null when nobody knows.</param>
/// <param name="Model">The model that it stands on, when it is known.</param>
/// <param name="Answers">To the need's questions, per id, as they were written.</param>
/// <param name="Line">Its line in the file, from 1: spreads the first re-checks.</param>
public sealed record ExistingUse(
    string Reference, DepositedFile Form, string Directorate, string Email, Step Step, DateOnly? InProductionSince, ModelUse? Model, IReadOnlyDictionary<string, string> Answers, int Line);

/// <summary>
/// Takes over what exists: each use becomes a case at the step that it is really in, marked so. What is missing becomes tasks of that step: a need is
/// asked back for its gaps; one in development or on trial without a characterisation sheet, which every step from arbitration on stands on, begins at
/// qualification; one in use is re-checked soon.
/// </summary>
// Seven parameters: the journal, the number, the person, the calendar, the rules and the inventory that a case in use is watched by.
public sealed class TakeOverDesk(CaseFiles files, DepositDesk desk, ModelRegistration models, IPeople people, IWorkingDays calendar, CharterRules rules, TimeProvider time)
{
    /// <summary>Key of the entry that says so.</summary>
    public const string Key = "taken-over";

    /// <summary>Where the life of one that is really in a step begins here.</summary>
    public static Step PlaceOf(Step step) => step is Step.Arbitration or Step.Development or Step.Evaluation ? Step.Qualification : step;

    /// <summary>The fingerprint under which a reference is kept.</summary>
    public static string FingerprintOf(string reference) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"taken over: {reference.Trim().ToUpperInvariant()}")));

    /// <summary>Takes one over. A second call finds the case and completes what a crash had left undone.</summary>
    /// <param name="by">Address of who brings it: the journal keeps who it was.</param>
    public async Task<DepositReceipt> TakeAsync(ExistingUse use, string by, DateOnly today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(use);
        var deposit = new Deposit("takeover", use.Form, use.Directorate, use.Email);
        var receipt = await desk.TakeAsync(deposit, FingerprintOf(use.Reference), today, (id, stop) => FactsAsync(id, use, by, today, stop), cancellation);
        if (use.Model is not null && PlaceOf(use.Step) == Step.Maintenance)
            await models.RegisterAsync(await files.GetAsync(receipt.CaseId, cancellation), "", cancellation);
        return receipt;
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(CaseId id, ExistingUse use, string by, DateOnly today, CancellationToken cancellation)
    {
        var placed = PlaceOf(use.Step);
        var from = rules.Intake.TakeOver;
        DateTimeOffset? recheck = placed == Step.Maintenance ? calendar.After(time.GetUtcNow(), from.RecheckAfter + (use.Line - 1) % from.RecheckOver) : null;
        var person = await people.EnsureAsync(by, null, null, cancellation);
        List<Fact> facts = [new(Key, new CaseEvent.CaseTakenOver(use.Step, placed, use.InProductionSince, recheck), person.Id)];
        // A need is read by its own step, which asks for what is missing.
        if (placed == Step.Need)
            return facts;
        var form = rules.Forms["need"].On(today);
        var filling = FormFilling.Fill(form, use.Answers, _ => false, question => new AnswerSource("takeover", question), CaseFiles.NewSalt());
        var answers = new AnswersRef(form.Id, form.Version, await files.WriteAsync(id, filling.Answers, cancellation), filling.Gaps);
        facts.Add(new Fact("read", new CaseEvent.AnswersRecorded(answers, NeedRuling.FactsOf(filling.Answers))));
        if (use.Model is { } model && placed == Step.Maintenance)
            facts.Add(new Fact("taken-over-model", new CaseEvent.ModelsDeclared([model])));
        return facts;
    }
}
