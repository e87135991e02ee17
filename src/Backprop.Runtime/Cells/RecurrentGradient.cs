namespace Backprop.Runtime.Cells;

/// <summary>
/// The gradient that reaches a step's state from the step after it (<c>da_prev</c> of step t+1 in the course's notation).
/// </summary>
/// <remarks>
/// It remembers which state it is the gradient of, and a cell refuses it for any other step: a carry that was
/// never reassigned, or a cache of another time step, is an exception instead of a wrong number.
/// </remarks>
/// <typeparam name="TState">What the cell carries from step to step.</typeparam>
public sealed class RecurrentGradient<TState>
    where TState : class
{
    private RecurrentGradient(TState? of, TState? gradient)
    {
        Of = of;
        Gradient = gradient;
    }

    /// <summary>Nothing comes after: the last step of a sequence, or the last of a truncated window.</summary>
    public static RecurrentGradient<TState> None { get; } = new(null, null);

    /// <summary>The state that this is the gradient of; null for <see cref="None"/>.</summary>
    public TState? Of { get; }

    /// <summary>The gradient, in the state's own shape; null for <see cref="None"/>.</summary>
    public TState? Gradient { get; }

    /// <summary>States that <paramref name="gradient"/> is the gradient of <paramref name="state"/> from later steps.</summary>
    public static RecurrentGradient<TState> For(TState state, TState gradient)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(gradient);
        return new(state, gradient);
    }

    /// <summary>The gradient to add to the upstream one at <paramref name="state"/>, or null where nothing comes after.</summary>
    /// <exception cref="ArgumentException">It is the gradient of another step's state.</exception>
    internal TState? At(TState state) =>
        Of is null || ReferenceEquals(Of, state)
            ? Gradient
            : throw new ArgumentException(
                "recurrent is the gradient of another step's state. Pass what the step after this one returned as Previous, "
                + "or RecurrentGradient.None where nothing comes after.",
                "recurrent");
}
