namespace Backprop.Benchmarks;

/// <summary>Which recurrent layer.</summary>
public enum Kind
{
    /// <summary>tanh, one gate.</summary>
    Rnn,

    /// <summary>Four gates and a cell state.</summary>
    Lstm,

    /// <summary>Three gates, the reset gate behind the product.</summary>
    Gru,
}
