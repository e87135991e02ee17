namespace Backprop.Runtime.Persistence;

/// <summary>A weights file cannot be read, or does not fit the model. Nothing was loaded.</summary>
/// <param name="message">What is wrong, with the tensor's name and both shapes where there are any.</param>
/// <param name="inner">What the reader ran into, if anything.</param>
public sealed class WeightsFileException(string message, Exception? inner = null) : IOException(message, inner);
