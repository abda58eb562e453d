/** What the head told of tasks that failed here, in Raybar's log folder. Ray writes that to no file of the machine where it happens. */
export const taskFailureLogName = 'task-failures.log';
