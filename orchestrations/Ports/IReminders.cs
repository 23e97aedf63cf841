namespace RegionSud.AiWorkflow.Ports;

/// <summary>Remembers who was reminded on which day: one reminder mail a day is enough for anybody.</summary>
public interface IReminders
{
    /// <summary>
    /// Takes a person's reminder mail of a day for what is reminded of. A second call for the same thing gets the same answer, so that a mail that did
    /// not leave can be sent again.
    /// </summary>
    /// <param name="person">Directory id, with a suffix where the person gets mails of two sorts.</param>
    /// <param name="day">See <see cref="HumanTasks.IWorkingDays.DayOf"/>.</param>
    /// <param name="what">What the mail is for.</param>
    /// <returns>False when the day's mail is another one's: nothing is to be sent.</returns>
    Task<bool> TryTakeAsync(string person, string day, string what, CancellationToken cancellation);
}
