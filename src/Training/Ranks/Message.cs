namespace TorchBasics.Training.Ranks;

/// <summary>A message under way.</summary>
/// <param name="Ticket">The link's name for it.</param>
/// <param name="Peer">From whom, or to whom.</param>
internal readonly record struct Message(int Ticket, int Peer);
