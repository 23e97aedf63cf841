using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using RegionSud.AiWorkflow.Edge.Adapters;

namespace RegionSud.AiWorkflow.Edge.Mails;

/// <summary>The entry for a calendar (RFC 5545) that a mail with a due day carries.</summary>
internal static class Deadline
{
    public const string FileName = "echeance.ics";

    /// <summary>
    /// A whole day that blocks no time, with an alarm the day before. It does not have the mail's link: calendars are shared with colleagues, and the link
    /// acts in the recipient's name. The same mail always gives the same entry.
    /// </summary>
    /// <param name="due">The mail's due day.</param>
    public static string Of(OutboxMail mail, DateOnly due)
    {
        var day = new CalDateTime(due.Year, due.Month, due.Day);
        var entry = new CalendarEvent
        {
            Uid = mail.MessageId.Trim('<', '>'),
            DtStamp = new CalDateTime(mail.CreatedAt.UtcDateTime, "UTC"),
            Start = day,
            Summary = mail.Subject,
            Description = "Dernier jour pour répondre. Le lien est dans le courriel du même objet.",
            Transparency = TransparencyType.Transparent,
        };
        entry.Alarms.Add(new Alarm { Action = AlarmAction.Display, Description = mail.Subject, Trigger = new Trigger(Duration.FromDays(-1)) });
        var calendar = new Calendar { Method = "PUBLISH", ProductId = "-//Region Sud//Charte IA//FR" };
        calendar.Events.Add(entry);
        return new CalendarSerializer().SerializeToString(calendar) ?? throw new InvalidOperationException("The entry cannot be written.");
    }
}
