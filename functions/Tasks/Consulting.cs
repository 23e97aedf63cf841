using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Edge.Access;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Edge.Intake;
using RegionSud.AiWorkflow.Edge.Pages;
using RegionSud.AiWorkflow.HumanTasks;

namespace RegionSud.AiWorkflow.Edge.Tasks;

/// <summary>Who decides asks the author of the need a question, or a service for its opinion.</summary>
public sealed class Consult(TaskVisits visits, TaskPages pages, ConsultationDesk desk, StepBell bell)
{
    /// <summary>
    /// Fields <c>consulte</c> (name of a role) and <c>question</c>. 303 to the task's page, which shows it; 400 without a good anti-forgery token, 422 with
    /// what is to be mended.
    /// </summary>
    [Function("Consult")]
    [Access(Anonymous = true)]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "taches/{token}/consulter")] HttpRequest request,
        string token,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var http = request.HttpContext;
        var (form, refusal) = await PostedForm.ReadTextsAsync(request, cancellation);
        if (form is null)
            return refusal!;
        var found = await visits.OpenAsync(token, cancellation);
        if (found is not TaskVisit.Open visit)
            return await pages.ShowAsync(http, found, posted: true, cancellation);
        var typed = new TypedConsultation(form["consulte"].ToString(), form["question"].ToString());
        if (!await pages.IsTokenGoodAsync(http))
            return await pages.AskAsync(http, visit, null, [new Problem("question", "La page était ouverte depuis trop longtemps. Vérifiez, puis envoyez à nouveau.")], StatusCodes.Status400BadRequest, cancellation, typed);
        switch (await desk.AskAsync(visit.Link.TaskId, visit.Link.Person, typed.Role, typed.Text, cancellation))
        {
            case ConsultationResult.Done done:
                await bell.RingAsync(done.Task, client, cancellation);
                return new SeeOther($"/taches/{token}");
            case ConsultationResult.Invalid invalid:
                return await pages.AskAsync(http, visit, null, invalid.Problems, StatusCodes.Status422UnprocessableEntity, cancellation, typed);
            default:
                return await pages.ShowAsync(http, await visits.OpenAsync(token, cancellation), posted: true, cancellation);
        }
    }
}

/// <summary>What was typed to consult somebody.</summary>
/// <param name="Role">Name of a role.</param>
public sealed record TypedConsultation(string Role, string Text);

/// <summary>Tells a step that its task changed without being decided, so that it looks at the right time. Not vital: it looks later otherwise.</summary>
public sealed partial class StepBell(ILogger<StepBell> log)
{
    /// <summary>Raises the event that the step waits for; it finds no decision and waits again.</summary>
    public async Task RingAsync(TaskOrder order, DurableTaskClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(order);
        try
        {
            await new DurableOrchestrations(client).WakeAsync(order.Instance, order.EventName, order.TaskId, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotTold(order.TaskId, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{TaskId}: its step was not told of a consultation ({Failure}); it looks later.")]
    private partial void NotTold(string taskId, string failure);
}
