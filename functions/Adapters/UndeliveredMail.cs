using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Edge.Adapters;

/// <summary>A mail that the mail service did not take.</summary>
/// <param name="To">In what capacity its recipient was written to; never their address.</param>
/// <param name="Since">When it should have gone out.</param>
/// <param name="ForGood">It will not be tried again as it is; otherwise it is.</param>
/// <param name="Error">What the mail service said last.</param>
public sealed record UndeliveredMail(CaseId CaseId, string MailId, Role To, DateTimeOffset Since, bool ForGood, string Error);

/// <summary>The mails that did not go out.</summary>
/// <param name="Mails">Those that wait longest first.</param>
/// <param name="More">There are more.</param>
public sealed record UndeliveredMails(IReadOnlyList<UndeliveredMail> Mails, bool More);
