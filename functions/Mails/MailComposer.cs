using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Charter;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.HumanTasks;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Makes the mail that an order asks for, ready to go: texts, link, Message-ID.</summary>
public sealed class MailComposer(LetterWriter writer, MailSettings settings, TimeProvider time, IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>Null when the mail has become pointless, see <see cref="LetterWriter.Write"/>.</summary>
    public async Task<OutboxMail?> ComposeAsync(MailOrder order, CaseFile file, Person person, Arrived? arrived = null, Digest? digest = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(person);
        if (writer.Write(order, file, person, arrived, digest) is not { } letter)
            return null;
        var task = order.Kind == MailKind.TaskAsked ? file.Case.Tasks.Find(open => open.TaskId == order.TaskId) : null;
        return await MailOf(letter, order.MailId, order.CaseId, person) with { Due = task is null ? null : ParisTime.DayOf(task.DueAt) };
    }

    /// <summary>The mail with the code of a weighty decision.</summary>
    /// <param name="choice">What is about to be decided.</param>
    /// <param name="code">Six digits.</param>
    public Task<OutboxMail> ComposeCodeAsync(string mailId, CaseFile file, Person person, Choice choice, string code)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(person);
        return MailOf(writer.WriteCode(file, person, choice, code), mailId, file.Case.Id, person);
    }

    private async Task<OutboxMail> MailOf(Letter letter, string mailId, CaseId caseId, Person person) => new(
        mailId,
        caseId,
        person.Id,
        person.Email,
        $"[{caseId}] {letter.Subject}",
        LetterText.Of(letter, settings.FromName),
        await HtmlOf(letter),
        [letter.Link.Address, .. letter.Parts.OfType<LetterPart.Ask>().Select(ask => ask.Link.Address)],
        MailState.Pending,
        settings.MessageIdOf(mailId),
        time.GetUtcNow(),
        null,
        null);

    private async Task<string> HtmlOf(Letter letter)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(MailLayout.Letter)] = letter,
            [nameof(MailLayout.Sender)] = settings.FromName,
        });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<MailLayout>(parameters)).ToHtmlString());
        return "<!DOCTYPE html>\n" + html;
    }
}
