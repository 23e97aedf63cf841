using RegionSud.AiWorkflow.Cases;

namespace RegionSud.AiWorkflow.Step1Need;

/// <summary>One file as it arrived.</summary>
/// <param name="Name">As its sender calls it, without folders: shown, never used as a path.</param>
/// <param name="Content">Its bytes, untouched.</param>
/// <param name="ContentType">As verified on the bytes.</param>
public sealed record DepositedFile(string Name, ReadOnlyMemory<byte> Content, string ContentType);

/// <summary>
/// What arrived together: the document behind <see cref="CaseEvent.DocumentsReceived"/>. Names of files can name people, so they stand here, where
/// they can be erased, and not in the journal.
/// </summary>
/// <param name="Files">In the order of arrival, the form first.</param>
/// <param name="Salt">See <see cref="Charter.Forms.Answers.Salt"/>.</param>
public sealed record ReceivedFiles(IReadOnlyList<ReceivedFile> Files, string Salt);

/// <summary>One of them.</summary>
/// <param name="Name">As its sender called it.</param>
/// <param name="Document">Where it is kept, by its hash.</param>
public sealed record ReceivedFile(string Name, DocumentRef Document);
