-- What a working bot asks of its tables after 0008.
update operation set symptom = symptom where id = 'op_1' and operation_needs(operation) <= 2;
