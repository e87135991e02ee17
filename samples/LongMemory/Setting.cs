namespace LongMemory;

/// <summary>What to compare.</summary>
/// <param name="Length">Length of the sequences.</param>
/// <param name="Training">Training steps for each network.</param>
/// <param name="Hidden">Size of the hidden state.</param>
/// <param name="Batch">Examples in a training step.</param>
/// <param name="Seed">Seed of weights and data.</param>
/// <param name="Output">Where the plot goes.</param>
internal sealed record Setting(int Length, int Training, int Hidden, int Batch, int Seed, string Output);
