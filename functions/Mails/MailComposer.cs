using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using RegionSud.AiWorkflow.Cases;
using RegionSud.AiWorkflow.Edge.Adapters;
using RegionSud.AiWorkflow.Ports;
using RegionSud.AiWorkflow.Step1Need;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>Makes the mail that an order asks for, ready to go: texts, link, Message-ID.</summary>
public sealed class MailComposer(LetterWriter writer, MailSettings settings, TimeProvider time, IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>Null when the mail has become pointless, see <see cref="LetterWriter.Write"/>.</summary>
    public async Task<OutboxMail?> ComposeAsync(MailOrder order, CaseFile file, Person person, Arrived? arrived = null)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(person);
        if (writer.Write(order, file, person, arrived) is not { } letter)
            return null;
        return new OutboxMail(
            order.MailId,
            order.CaseId,
            person.Id,
            person.Email,
            $"[{order.CaseId}] {letter.Subject}",
            LetterText.Of(letter, settings.FromName),
            await HtmlOf(letter),
            [letter.Link.Address],
            MailState.Pending,
            settings.MessageIdOf(order.MailId),
            time.GetUtcNow(),
            null,
            null);
    }

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
