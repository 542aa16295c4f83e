namespace TorchBasics.Training.Ranks;

/// <summary>A message under way.</summary>
/// <param name="Ticket">The link's name for it.</param>
/// <param name="Peer">From whom, or to whom.</param>
/// <param name="IsReceiving">Whether it is on its way here.</param>
internal readonly record struct Message(int Ticket, int Peer, bool IsReceiving);
