namespace Backprop.Runtime.Tests.Course;

/// <summary>The faults of a hand-written backward pass that course-rnn.json lists, by their names there.</summary>
public enum Mutation
{
    correct,
    drop_recurrent,
    drop_upstream,
    assign_not_accumulate,
    deriv_of_output_twice,
    deriv_missing,
    deriv_sigmoid_form,
    deriv_one_minus_a,
    deriv_uses_a_prev,
    deriv_squared,
    dWaa_uses_a_next,
    missing_transpose,
    recurrent_doubled,
    wrong_cache_index,
}
